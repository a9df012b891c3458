package com.eventfulhq.infra.simulator.graph;

import static com.eventfulhq.infra.simulator.graph.Rule.atMost;
import static com.eventfulhq.infra.simulator.graph.Rule.require;
import static com.eventfulhq.infra.simulator.graph.Rule.text;

import java.util.HashSet;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What Meta refuses about a send without looking at anything but its body. */
final class BodyRules {
    private BodyRules() {}

    static Optional<GraphError> check(SendRequest request) {
        return envelope(request).or(() -> content(request));
    }

    private static Optional<GraphError> envelope(SendRequest request) {
        return product(request.json())
                .or(() -> require(
                        !request.input().isEmpty(), GraphCode.INVALID_PARAMETER, "The parameter to is required."))
                .or(() -> require(
                        request.addressable(), GraphCode.PARAMETER_VALUE, "Recipient is not a number or user id"))
                .or(() -> atMost(request.json().path("biz_opaque_callback_data"), "biz_opaque_callback_data", 512))
                .or(() -> require(
                        request.content().isContainer(),
                        GraphCode.INVALID_PARAMETER,
                        "The parameter " + request.type() + " is required."));
    }

    static Optional<GraphError> product(JsonNode json) {
        return require(
                json.path("messaging_product").asString("").equals("whatsapp"),
                GraphCode.INVALID_PARAMETER,
                "The parameter messaging_product is required.");
    }

    private static Optional<GraphError> content(SendRequest request) {
        var content = request.content();
        return switch (request.type()) {
            case "text" -> text(content.path("body"), "text['body']", 4096);
            case "image", "video", "document" ->
                media(content).or(() -> atMost(content.path("caption"), "caption", 1024));
            case "audio", "sticker" -> media(content);
            case "location" -> location(content);
            case "contacts" -> contacts(content);
            case "reaction" -> reaction(request);
            case "interactive" -> interactive(content);
            // Templates have rules of their own, which need to know the template.
            case "template" -> Optional.empty();
            default ->
                require(false, GraphCode.TYPE_UNSUPPORTED, "Message type " + request.type() + " is not supported");
        };
    }

    private static Optional<GraphError> media(JsonNode media) {
        boolean named = !media.path("id").asString("").isEmpty()
                || media.path("link").asString("").matches("https?://.+");
        return require(named, GraphCode.PARAMETER_MISSING, "id or link is required");
    }

    private static Optional<GraphError> location(JsonNode location) {
        return coordinate(location.path("latitude"), "latitude", 90)
                .or(() -> coordinate(location.path("longitude"), "longitude", 180));
    }

    private static Optional<GraphError> coordinate(JsonNode value, String name, int most) {
        double degrees = value.asDouble(Double.NaN);
        return require(Math.abs(degrees) <= most, GraphCode.PARAMETER_VALUE, name + " must be a number of degrees");
    }

    private static Optional<GraphError> contacts(JsonNode contacts) {
        boolean named = contacts.isArray() && !contacts.isEmpty();
        for (JsonNode contact : contacts) {
            named &= !contact.path("name").path("formatted_name").asString("").isEmpty();
        }
        return require(named, GraphCode.PARAMETER_MISSING, "contacts[].name.formatted_name is required")
                .or(() -> require(contacts.size() <= 257, GraphCode.INVALID_PARAMETER, "at most 257 contacts"));
    }

    private static Optional<GraphError> reaction(SendRequest request) {
        var target = request.content().path("message_id").asString("");
        return require(target.startsWith("wamid."), GraphCode.PARAMETER_VALUE, "reaction message_id is not a wamid")
                .or(() -> require(
                        !request.json().has("context"), GraphCode.INVALID_PARAMETER, "a reaction has no context"));
    }

    private static Optional<GraphError> interactive(JsonNode interactive) {
        var action = interactive.path("action");
        return require(action.isObject(), GraphCode.PARAMETER_VALUE, "interactive['action'] must be an object")
                .or(() -> text(interactive.path("body").path("text"), "interactive['body']['text']", 1024))
                .or(() -> atMost(interactive.path("footer").path("text"), "interactive['footer']['text']", 60))
                .or(() -> atMost(interactive.path("header").path("text"), "interactive['header']['text']", 60))
                .or(() -> switch (interactive.path("type").asString("")) {
                    case "button" -> buttons(action.path("buttons"));
                    case "list" -> list(action);
                    case "cta_url" -> link(action.path("parameters"));
                    case "" -> require(false, GraphCode.PARAMETER_MISSING, "interactive['type'] is required");
                    // The other kinds are taken as they are.
                    default -> Optional.<GraphError>empty();
                });
    }

    private static Optional<GraphError> buttons(JsonNode buttons) {
        var problem = require(
                buttons.size() >= 1 && buttons.size() <= 3, GraphCode.PARAMETER_VALUE, "1 to 3 buttons are allowed");
        var ids = new HashSet<String>();
        for (JsonNode button : buttons) {
            var reply = button.path("reply");
            problem = problem.or(() -> text(reply.path("id"), "buttons[].reply.id", 256))
                    .or(() -> text(reply.path("title"), "buttons[].reply.title", 20))
                    .or(() -> require(
                            ids.add(reply.path("id").asString("")), GraphCode.PARAMETER_VALUE, "button ids repeat"));
        }
        return problem;
    }

    private static Optional<GraphError> list(JsonNode action) {
        var problem = text(action.path("button"), "action.button", 20);
        int rows = 0;
        for (JsonNode section : action.path("sections")) {
            rows += section.path("rows").size();
            problem = problem.or(() -> atMost(section.path("title"), "sections[].title", 24));
            for (JsonNode row : section.path("rows")) {
                problem = problem.or(() -> row(row));
            }
        }
        int total = rows;
        return problem.or(() -> require(total >= 1 && total <= 10, GraphCode.PARAMETER_VALUE, "1 to 10 rows in total"));
    }

    private static Optional<GraphError> row(JsonNode row) {
        return text(row.path("id"), "rows[].id", 200)
                .or(() -> text(row.path("title"), "rows[].title", 24))
                .or(() -> atMost(row.path("description"), "rows[].description", 72));
    }

    private static Optional<GraphError> link(JsonNode parameters) {
        return text(parameters.path("display_text"), "parameters.display_text", 20)
                .or(() -> require(
                        parameters.path("url").asString("").matches("https?://.+"),
                        GraphCode.PARAMETER_VALUE,
                        "parameters.url must be http or https"));
    }
}
