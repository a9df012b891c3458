package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.common.event.catalogue.DomainEvent;
import com.eventfulhq.common.event.catalogue.EventContract;
import com.eventfulhq.common.event.catalogue.FieldType;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An event with every field, the same whenever it is made. */
final class Examples {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Examples() {}

    static DomainEvent event(EventContract contract) {
        var terms = contract.terms();
        return new DomainEvent(
                id("message"),
                contract.type(),
                Instant.parse("2026-05-12T17:30:00Z"),
                terms.producers().getFirst(),
                "3f1c9a",
                new UserId(id("actorUserId")),
                new TeamId(id("teamId")),
                terms.about(),
                id(terms.about()),
                terms.version(),
                data(contract));
    }

    private static ObjectNode data(EventContract contract) {
        var data = JSON.objectNode();
        contract.data().forEach(field -> data.set(field.name(), value(field.name(), field.type())));
        return data;
    }

    private static JsonNode value(String name, FieldType type) {
        return switch (type) {
            case FieldType.Choice choice -> JSON.stringNode(choice.values().getFirst());
            case FieldType.ListOf list -> JSON.arrayNode().add(value(name, list.element()));
            case FieldType.Scalar scalar -> scalar(name, scalar);
        };
    }

    private static JsonNode scalar(String name, FieldType.Scalar type) {
        return switch (type) {
            case TEXT -> JSON.stringNode(text(name));
            case UUID -> JSON.stringNode(id(name).toString());
            case INTEGER -> JSON.numberNode(3);
            case BOOLEAN -> JSON.booleanNode(true);
            case TIMESTAMP -> JSON.stringNode("2026-06-20T18:00:00Z");
            case DATE -> JSON.stringNode("2026-06-20");
            case URI -> JSON.stringNode("https://eventfulhq.example/page");
            case OBJECT -> JSON.objectNode();
            case MONEY -> JSON.objectNode().put("amount", "25.00").put("unit", "credits");
        };
    }

    private static String text(String name) {
        return switch (name) {
            case "ticketNumber" -> "T-204518-7731";
            case "eventTitle" -> "Night of Strings";
            case "ticketTypeName" -> "Standard";
            case "venueName" -> "Sala Gran";
            default -> "…";
        };
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
