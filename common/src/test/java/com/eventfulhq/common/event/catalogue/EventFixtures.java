package com.eventfulhq.common.event.catalogue;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events that keep their contracts, to be broken one way at a time. */
final class EventFixtures {

    static final EventCatalogue CATALOGUE = EventCatalogue.load();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private EventFixtures() {}

    static List<EventContract> enveloped() {
        return CATALOGUE.contracts().stream()
                .filter(contract -> contract.carrier() == null)
                .filter(contract -> contract.terms().topic().enveloped())
                .toList();
    }

    static EventContract contract(String type) {
        return CATALOGUE.contract(type).orElseThrow();
    }

    static DomainEvent event(String type) {
        return event(contract(type));
    }

    static DomainEvent event(EventContract contract) {
        var terms = contract.terms();
        return new DomainEvent(
                ID,
                contract.type(),
                Instant.parse("2026-05-12T19:30:00Z"),
                terms.producers().getFirst(),
                "request-1",
                new UserId(ID),
                new TeamId(ID),
                terms.about().equals(EventContract.ANY) ? "bookings" : terms.about(),
                ID,
                terms.version(),
                data(contract));
    }

    /** Every field, also those that need not be there. */
    static ObjectNode data(EventContract contract) {
        var data = JSON.objectNode();
        contract.data().forEach(field -> data.set(field.name(), value(field.type())));
        return data;
    }

    static ObjectNode tree(DomainEvent event) {
        return Json.MAPPER.valueToTree(event);
    }

    static JsonNode value(FieldType type) {
        return switch (type) {
            case FieldType.Choice choice -> JSON.stringNode(choice.values().getFirst());
            case FieldType.ListOf list -> JSON.arrayNode().add(value(list.element()));
            case FieldType.Scalar scalar -> scalar(scalar);
        };
    }

    private static JsonNode scalar(FieldType.Scalar type) {
        return switch (type) {
            case TEXT -> JSON.stringNode("Zoë");
            case UUID -> JSON.stringNode(ID.toString());
            case INTEGER -> JSON.numberNode(3);
            case BOOLEAN -> JSON.booleanNode(true);
            case TIMESTAMP -> JSON.stringNode("2026-05-12T21:30:00+02:00");
            case DATE -> JSON.stringNode("2026-05-12");
            case URI -> JSON.stringNode("https://eventfulhq.example/e/1");
            case OBJECT -> JSON.objectNode().put("anything", 1);
            case MONEY -> JSON.objectNode().put("amount", "12.50").put("unit", "credits");
        };
    }

    /** A value that no field of the type may have. */
    static JsonNode wrong(FieldType type) {
        return switch (type) {
            case FieldType.Choice choice -> JSON.stringNode("none of them");
            case FieldType.ListOf list -> JSON.stringNode("no list");
            case FieldType.Scalar scalar ->
                scalar == FieldType.Scalar.TEXT ? JSON.numberNode(7) : JSON.stringNode("x y");
        };
    }
}
