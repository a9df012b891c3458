package com.eventfulhq.common.event.catalogue;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The fields around the data of a {@link DomainEvent}, and what must hold between them. */
public final class Envelope {

    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,49}");
    private static final String ROOT = "";
    private static final String VERSION = "schemaVersion";
    private static final String ENTITY_TYPE = "relatedEntityType";
    private static final String ENTITY_ID = "relatedEntityId";

    /** In the order they are written. */
    public static final List<DataField> FIELDS = List.of(
            field("eventId", FieldType.Scalar.UUID, true, "of this message; published twice, it is the same"),
            field("type", FieldType.Scalar.TEXT, true, "what happened"),
            field("occurredAt", FieldType.Scalar.TIMESTAMP, true, "when, not when it was published"),
            field("producer", FieldType.Scalar.TEXT, true, "who says so"),
            field("requestId", FieldType.Scalar.TEXT, false, "of the request that led to it"),
            field("actorUserId", FieldType.Scalar.UUID, false, "whose doing it was (users.user_id)"),
            field("teamId", FieldType.Scalar.UUID, false, "on whose behalf (teams.team_id)"),
            field(ENTITY_TYPE, FieldType.Scalar.TEXT, false, "the table of what it is about, snake_case and plural"),
            field(ENTITY_ID, FieldType.Scalar.UUID, false, "the row it is about, and the record's key"),
            field(VERSION, FieldType.Scalar.INTEGER, true, "of data, from 1; it rises when fields are added"),
            field("data", FieldType.Scalar.OBJECT, true, "by the type's contract"));

    private Envelope() {}

    private static DataField field(String name, FieldType type, boolean required, String means) {
        return new DataField(name, type, required, means);
    }

    static void check(ObjectNode envelope, EventContract contract, FieldCheck check) {
        check.fields(envelope, FIELDS, ROOT);
        producer(envelope, contract.terms(), check);
        version(envelope, check);
        entity(envelope, contract.terms(), check);
    }

    private static void producer(ObjectNode envelope, EventContract.Terms terms, FieldCheck check) {
        var producer = envelope.path("producer");
        if (producer.isString() && !terms.allows(producer.asString())) {
            check.report("/producer", FieldCheck.shown(producer), "one of " + String.join(", ", terms.producers()));
        }
    }

    /** A newer one is read too: what is required stays required, and what was added is kept. */
    private static void version(ObjectNode envelope, FieldCheck check) {
        var version = envelope.path(VERSION);
        if (version.isIntegralNumber() && (!version.canConvertToInt() || version.asInt() < 1)) {
            check.report("/" + VERSION, FieldCheck.shown(version), "a whole number from 1");
        }
    }

    /** The pair is the record's key, unless the contract names a field for that: then both or neither. */
    private static void entity(ObjectNode envelope, EventContract.Terms terms, FieldCheck check) {
        var type = envelope.get(ENTITY_TYPE);
        var id = envelope.get(ENTITY_ID);
        boolean hasType = type != null && !type.isNull();
        boolean hasId = id != null && !id.isNull();
        boolean needed = terms.key() == null || hasType || hasId;
        if (needed && !hasId) {
            check.report("/" + ENTITY_ID, "nothing", FieldCheck.expected(FieldType.Scalar.UUID));
        }
        if (needed && !hasType) {
            check.report("/" + ENTITY_TYPE, "nothing", about(terms));
        }
        if (type != null && type.isString() && !isAbout(terms, type.asString())) {
            check.report("/" + ENTITY_TYPE, FieldCheck.shown(type), about(terms));
        }
    }

    private static boolean isAbout(EventContract.Terms terms, String table) {
        return terms.about().equals(EventContract.ANY)
                ? TABLE.matcher(table).matches()
                : terms.about().equals(table);
    }

    private static String about(EventContract.Terms terms) {
        return terms.about().equals(EventContract.ANY) ? "a table, snake_case and plural" : terms.about();
    }
}
