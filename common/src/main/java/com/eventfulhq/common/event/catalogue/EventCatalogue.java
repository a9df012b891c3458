package com.eventfulhq.common.event.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** All events there are, in the order of the data model. Immutable; loading reads a file, so do it once. */
public final class EventCatalogue {

    static final String FILE = "domain-events.yaml";

    private final Map<String, Topic> topics;
    private final Map<String, Audience> audiences;
    private final Map<String, EventContract> contracts;

    EventCatalogue(Map<String, Topic> topics, Map<String, Audience> audiences, Map<String, EventContract> contracts) {
        this.topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
        this.audiences = Collections.unmodifiableMap(new LinkedHashMap<>(audiences));
        this.contracts = Collections.unmodifiableMap(new LinkedHashMap<>(contracts));
    }

    /**
     * The catalogue of this build.
     *
     * @throws IllegalStateException if the file contradicts itself, naming the place
     */
    public static EventCatalogue load() {
        try (var file = EventCatalogue.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("event catalogue: found no " + FILE + " (expected: beside its reader)");
            }
            return CatalogueReader.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Topic> topics() {
        return List.copyOf(topics.values());
    }

    public List<Audience> audiences() {
        return List.copyOf(audiences.values());
    }

    public List<EventContract> contracts() {
        return List.copyOf(contracts.values());
    }

    public Optional<EventContract> contract(String type) {
        return Optional.ofNullable(contracts.get(type));
    }

    /** The contracts a subscription or a trigger means; none if it names what does not exist. */
    public List<EventContract> matching(EventPattern pattern) {
        return contracts.values().stream()
                .filter(contract -> pattern.matches(contract.type()))
                .toList();
    }

    /**
     * The names under which an event is known: its type, and those other names whose condition its data meets. A status
     * {@code delivered} of {@code whatsapp.message.status} is also {@code whatsapp.message.delivered}.
     */
    public List<EventContract> namesOf(String type, JsonNode data) {
        var names = new ArrayList<EventContract>();
        for (var contract : contracts.values()) {
            var carrier = contract.carrier();
            if (carrier == null ? contract.type().equals(type) : isCarriedBy(carrier, type, data)) {
                names.add(contract);
            }
        }
        return List.copyOf(names);
    }

    private static boolean isCarriedBy(EventContract.Carrier carrier, String type, JsonNode data) {
        return carrier.type().equals(type)
                && (carrier.field() == null
                        || data.path(carrier.field()).asString("").equals(carrier.value()));
    }

    /**
     * What is wrong with the data of an event of a type.
     *
     * @param pointer of the data within the record's value: {@code /data} in an envelope, empty for a bare value
     */
    public List<Finding> check(EventContract contract, JsonNode data, String pointer) {
        var check = new FieldCheck();
        check.fields(data, contract.data(), pointer);
        return check.findings();
    }
}
