package com.eventfulhq.hub.whatsapp.ingest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What of a message goes into which column. PostgreSQL holds no NUL, neither in text nor in JSON: it is left out. Half a
 * surrogate pair is no character in UTF-8: it becomes U+FFFD.
 */
final class MessageText {

    /** An escaped NUL that is not itself an escaped backslash followed by text. */
    private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private static final int REPLACEMENT = 0xFFFD;

    private static final String[] NESTED = {"button_reply", "list_reply", "nfm_reply"};

    private MessageText() {}

    /** What a person would read of it; null if there is nothing to read. */
    static @Nullable String readable(String type, JsonNode message) {
        var typed = message.path(type);
        var text =
                switch (type) {
                    case "text" -> typed.path("body");
                    case "button" -> typed.path("text");
                    case "reaction" -> typed.path("emoji");
                    case "interactive" -> title(typed);
                    case "system" -> typed.path("body");
                    default -> typed.path("caption");
                };
        return text.isString() ? storable(text.asString()) : null;
    }

    private static JsonNode title(JsonNode interactive) {
        for (var kind : NESTED) {
            var answer = interactive.path(kind);
            if (answer.isObject()) {
                return answer.has("title") ? answer.path("title") : answer.path("body");
            }
        }
        return interactive.path("none");
    }

    /** The typed part as JSON; null for text, whose words are all there is; the whole message if it has no typed part. */
    static @Nullable String content(String type, JsonNode message) {
        if (type.equals("text") && !message.has("errors")) {
            return null;
        }
        return json(message.has(type) && !message.has("errors") ? message.path(type) : message);
    }

    static String json(JsonNode node) {
        var json = wellFormed(node.toString());
        return json.contains("\\u0000") ? ESCAPED_NUL.matcher(json).replaceAll("$1") : json;
    }

    static String storable(String text) {
        return wellFormed(text.indexOf('\0') < 0 ? text : text.replace("\0", ""));
    }

    /** Nearly always it is: a text is only written anew if half a pair was found in it. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return withoutHalves(text);
                }
                i++;
            }
        }
        return text;
    }

    private static String withoutHalves(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
