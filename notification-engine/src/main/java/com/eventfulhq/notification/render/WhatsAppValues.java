package com.eventfulhq.notification.render;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Values as WhatsApp takes them in a template: one line, words one space apart. Meta refuses line breaks, tabs and more than four
 * spaces in a row (132012, 132018, 100), and does so late; what is white space to a reader says nothing, so it is made one space.
 */
final class WhatsAppValues {

    /** Separators of every kind, and control characters. */
    private static final Pattern WHITE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private WhatsAppValues() {}

    static List<String> cleaned(List<String> values) {
        return values.stream()
                .map(value -> WHITE.matcher(value).replaceAll(" ").strip())
                .toList();
    }
}
