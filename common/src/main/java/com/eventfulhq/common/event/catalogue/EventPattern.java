package com.eventfulhq.common.event.catalogue;

import java.util.regex.Pattern;

/**
 * Which events are meant: a type ({@code booking.confirmed}), all that begin alike ({@code booking.*}, at any depth), or all
 * ({@code *}). The star stands for one or more whole segments and only at the end, so {@code ticket.*} is not
 * {@code ticket_type.sold_out}.
 */
public record EventPattern(String text) {

    private static final int MAX_LENGTH = 200;
    private static final String ALL = "*";
    private static final Pattern FORM = Pattern.compile("\\*|[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*(?:\\.\\*)?");

    /** @throws IllegalArgumentException if the text is no pattern; see {@link #is} */
    public EventPattern {
        if (!is(text)) {
            throw new IllegalArgumentException("event pattern: found a text of " + text.length()
                    + " characters (expected: a type, or a prefix and .*, or *)");
        }
    }

    public static boolean is(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    public boolean matches(String type) {
        if (text.equals(ALL)) {
            return true;
        }
        if (text.endsWith(".*")) {
            int dot = text.length() - 1;
            return type.length() > dot && type.startsWith(text.substring(0, dot));
        }
        return text.equals(type);
    }

    @Override
    public String toString() {
        return text;
    }
}
