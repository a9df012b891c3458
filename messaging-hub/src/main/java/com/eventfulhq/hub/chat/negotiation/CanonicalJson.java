package com.eventfulhq.hub.chat.negotiation;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * JSON in the one form that is hashed (RFC 8785): names in order, no spaces, and of the characters only those escaped that must be. The
 * same is in SQL, {@code marketplace.canonical_json}. Numbers are whole here; amounts are texts.
 */
final class CanonicalJson {

    private static final String ESCAPED = "\b\t\n\f\r\"\\";
    private static final String ESCAPES = "btnfr\"\\";

    private CanonicalJson() {}

    static String of(JsonNode node) {
        var text = new StringBuilder();
        write(node, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder into) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, into);
            case ARRAY -> array(node, into);
            case STRING -> text(node.stringValue(), into);
            case NUMBER, BOOLEAN, NULL -> into.append(node);
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        }
    }

    private static void object(JsonNode node, StringBuilder into) {
        var members = new TreeMap<String, JsonNode>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        var separator = '{';
        for (var member : members.entrySet()) {
            text(member.getKey(), into.append(separator));
            write(member.getValue(), into.append(':'));
            separator = ',';
        }
        into.append(members.isEmpty() ? "{}" : "}");
    }

    private static void array(JsonNode node, StringBuilder into) {
        into.append('[');
        for (int i = 0; i < node.size(); i++) {
            write(node.get(i), i == 0 ? into : into.append(','));
        }
        into.append(']');
    }

    private static void text(String text, StringBuilder into) {
        into.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            int escaped = ESCAPED.indexOf(character);
            if (escaped >= 0) {
                into.append('\\').append(ESCAPES.charAt(escaped));
            } else if (character < ' ') {
                into.append("\\u00").append(Character.forDigit(character >> 4, 16));
                into.append(Character.forDigit(character & 15, 16));
            } else {
                into.append(character);
            }
        }
        into.append('"');
    }
}
