package com.eventfulhq.infra.simulator.graph;

import static com.eventfulhq.infra.simulator.graph.Rule.require;

import com.eventfulhq.infra.simulator.account.MessageTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Whether a template may be sent and its parameters fit. */
final class TemplateRules {
    private static final Pattern ODD_WHITESPACE = Pattern.compile("[\\n\\r\\t]| {5,}");

    private TemplateRules() {}

    static Optional<GraphError> check(Optional<MessageTemplate> known, SendRequest request) {
        if (known.isEmpty()) {
            return Optional.of(absent(request));
        }
        var template = known.get();
        return sendable(template, request)
                .or(() -> require(
                        !(request.toUserId() && template.category().equals("AUTHENTICATION")),
                        GraphCode.USER_ID_UNSUPPORTED,
                        "authentication templates need a phone number"))
                .or(() -> parameters(template, request, "HEADER"))
                .or(() -> parameters(template, request, "BODY"));
    }

    static String name(SendRequest request) {
        return request.content().path("name").asString("");
    }

    static String language(SendRequest request) {
        return request.content().path("language").path("code").asString("");
    }

    private static Optional<GraphError> sendable(MessageTemplate template, SendRequest request) {
        return switch (template.status()) {
            case "APPROVED", "FLAGGED", "REINSTATED" -> Optional.empty();
            case "PAUSED", "LOCKED" ->
                require(false, GraphCode.TEMPLATE_PAUSED, "template " + template.name() + " is paused");
            case "DISABLED" ->
                require(false, GraphCode.TEMPLATE_DISABLED, "template " + template.name() + " is disabled");
            default -> Optional.of(absent(request));
        };
    }

    private static GraphError absent(SendRequest request) {
        return GraphError.of(
                GraphCode.TEMPLATE_ABSENT,
                "template name (" + name(request) + ") does not exist in " + language(request));
    }

    private static Optional<GraphError> parameters(MessageTemplate template, SendRequest request, String part) {
        var expected = template.variables(part);
        var given = given(request, part);
        if (expected.isEmpty() && part.equals("HEADER")) {
            // A media header takes a parameter without having a variable.
            return Optional.empty();
        }
        return require(given.size() == expected.size(), GraphCode.PARAMETER_COUNT, counts(part, given, expected))
                .or(() -> names(given, expected))
                .or(() -> texts(given));
    }

    private static String counts(String part, List<JsonNode> given, Set<String> expected) {
        return part.toLowerCase(Locale.ROOT) + ": number of localizable_params (" + given.size()
                + ") does not match the expected number of params (" + expected.size() + ")";
    }

    private static List<JsonNode> given(SendRequest request, String part) {
        var given = new ArrayList<JsonNode>();
        for (JsonNode component : request.content().path("components")) {
            if (part.equalsIgnoreCase(component.path("type").asString(""))) {
                component.path("parameters").forEach(given::add);
            }
        }
        return given;
    }

    private static Optional<GraphError> names(List<JsonNode> given, Set<String> expected) {
        boolean named = expected.stream().anyMatch(variable -> !variable.chars().allMatch(Character::isDigit));
        if (!named) {
            return Optional.empty();
        }
        var names = new HashSet<String>();
        given.forEach(parameter -> names.add(parameter.path("parameter_name").asString("")));
        return require(
                names.equals(expected), GraphCode.INVALID_PARAMETER, "Parameter name is missing or not in " + expected);
    }

    private static Optional<GraphError> texts(List<JsonNode> given) {
        for (JsonNode parameter : given) {
            var type = parameter.path("type").asString("");
            var text = parameter.path("text").asString("");
            if (type.isEmpty()) {
                return require(false, GraphCode.PARAMETER_FORMAT, "a parameter has no type");
            }
            if (type.equals("text")
                    && (text.isEmpty() || ODD_WHITESPACE.matcher(text).find())) {
                var details =
                        "Param text cannot be empty, have new-line/tab characters or more than 4 consecutive spaces";
                return require(false, GraphCode.PARAMETER_TEXT, details);
            }
        }
        return Optional.empty();
    }
}
