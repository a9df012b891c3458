package com.eventfulhq.common.event.catalogue;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes and reads domain events by the catalogue. */
public final class DomainEvents {

    private static final String ROOT = "";
    private static final String DATA = "/data";

    private final EventCatalogue catalogue;

    public DomainEvents(EventCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What came of reading a record's value. */
    public sealed interface Decoded {

        /** It keeps its contract. */
        record Read(DomainEvent event, EventContract contract) implements Decoded {}

        /** It does not; all that is wrong with it. */
        record Refused(List<Finding> findings) implements Decoded {
            public Refused {
                findings = List.copyOf(findings);
            }

            @Override
            public String toString() {
                return String.join(
                        "; ", findings.stream().map(Finding::toString).toList());
            }
        }
    }

    /**
     * The entry to append.
     *
     * @throws IllegalArgumentException if the event breaks its contract: a defect of whoever made it, to be seen there and not
     *     by every reader
     */
    public LogEntry encode(DomainEvent event, TraceContext trace) {
        ObjectNode value = Json.MAPPER.valueToTree(event);
        if (decode(value) instanceof Decoded.Refused refused) {
            throw new IllegalArgumentException(event.type() + ": " + refused);
        }
        var terms = catalogue.contract(event.type()).orElseThrow().terms();
        var key = terms.key() == null
                ? String.valueOf(event.relatedEntityId())
                : event.data().path(terms.key()).asString();
        var attributes = new CloudEvent(
                event.eventId().toString(), event.type(), "/" + event.producer(), event.occurredAt(), trace);
        return new LogEntry(terms.topic().name(), key, attributes, Json.bytes(value));
    }

    /** Reads the value of a record on {@code domain.events}. Never throws because of what is in it. */
    public Decoded decode(byte[] value) {
        try {
            return decode(Json.read(value, JsonNode.class));
        } catch (JacksonException e) {
            return refused(new Finding(ROOT, "no JSON", "a domain event"));
        }
    }

    private Decoded decode(@Nullable JsonNode value) {
        if (!(value instanceof ObjectNode envelope)) {
            return refused(new Finding(ROOT, FieldCheck.shown(value), "a domain event"));
        }
        var check = new FieldCheck();
        var contract = contract(envelope, check);
        if (contract == null) {
            return new Decoded.Refused(check.findings());
        }
        Envelope.check(envelope, contract, check);
        if (envelope.get("data") instanceof ObjectNode data) {
            check.fields(data, contract.data(), DATA);
        }
        return check.findings().isEmpty()
                ? new Decoded.Read(event(envelope), contract)
                : new Decoded.Refused(check.findings());
    }

    private static Decoded refused(Finding finding) {
        return new Decoded.Refused(List.of(finding));
    }

    /** Of the type, if it is one that travels in an envelope. */
    private @Nullable EventContract contract(ObjectNode envelope, FieldCheck check) {
        var type = envelope.path("type");
        if (!type.isString()) {
            check.field(envelope, "type", FieldType.Scalar.TEXT, true, ROOT);
            return null;
        }
        var contract = catalogue.contract(type.asString()).orElse(null);
        if (contract == null
                || contract.carrier() != null
                || !contract.terms().topic().enveloped()) {
            check.report("/type", FieldCheck.shown(type), "a type of the catalogue that travels in an envelope");
            return null;
        }
        return contract;
    }

    private static DomainEvent event(ObjectNode envelope) {
        var actor = uuid(envelope, "actorUserId");
        var team = uuid(envelope, "teamId");
        return new DomainEvent(
                UUID.fromString(envelope.path("eventId").asString()),
                envelope.path("type").asString(),
                Instant.parse(envelope.path("occurredAt").asString()),
                envelope.path("producer").asString(),
                text(envelope, "requestId"),
                actor == null ? null : new UserId(actor),
                team == null ? null : new TeamId(team),
                text(envelope, "relatedEntityType"),
                uuid(envelope, "relatedEntityId"),
                envelope.path("schemaVersion").asInt(),
                (ObjectNode) envelope.path("data"));
    }

    private static @Nullable String text(ObjectNode envelope, String name) {
        var value = envelope.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static @Nullable UUID uuid(ObjectNode envelope, String name) {
        var text = text(envelope, name);
        return text == null ? null : UUID.fromString(text);
    }
}
