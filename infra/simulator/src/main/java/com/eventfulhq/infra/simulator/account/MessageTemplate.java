package com.eventfulhq.infra.simulator.account;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A message template in one language.
 *
 * @param category UTILITY, MARKETING or AUTHENTICATION
 * @param status as the template API spells it: APPROVED, PENDING, PAUSED, …
 * @param components header, body, footer and buttons in the shape of the template API
 */
public record MessageTemplate(
        String id, String name, String language, String category, String status, ArrayNode components) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");

    /** An approved utility template that has a body and nothing else. */
    public static MessageTemplate utility(String name, String language, String body) {
        return of("UTILITY", name, language, body);
    }

    /** An approved marketing template that has a body and nothing else. */
    public static MessageTemplate marketing(String name, String language, String body) {
        return of("MARKETING", name, language, body);
    }

    private static MessageTemplate of(String category, String name, String language, String body) {
        var components = JsonNodeFactory.instance.arrayNode();
        components.addObject().put("type", "BODY").put("text", body);
        long id = 594_000_000_000_000L + Integer.toUnsignedLong((name + '/' + language).hashCode());
        return new MessageTemplate(Long.toString(id), name, language, category, "APPROVED", components);
    }

    public MessageTemplate withStatus(String other) {
        return new MessageTemplate(id, name, language, category, other, components);
    }

    /** The variables of a text component, in order of appearance: {@code 1, 2} or names. */
    public Set<String> variables(String componentType) {
        var found = new LinkedHashSet<String>();
        for (JsonNode component : components) {
            if (componentType.equalsIgnoreCase(component.path("type").asString(""))) {
                collect(component.path("text").asString(""), found);
            }
        }
        return found;
    }

    private static void collect(String text, Set<String> into) {
        var matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            into.add(matcher.group(1));
        }
    }
}
