package com.eventfulhq.hub.chat.log;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Members of a JSON object, written in their order. */
public final class Members {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final StringBuilder text = new StringBuilder(128);

    public static Members none() {
        return new Members();
    }

    public Members add(String name, long value) {
        name(name).append(value);
        return this;
    }

    public Members add(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** A text, an id or a time: whatever says itself. */
    public Members add(String name, Object value) {
        quoted(name(name), value);
        return this;
    }

    /** The same, or null. */
    public Members orNull(String name, @Nullable Object value) {
        return value == null ? raw(name, "null") : add(name, value);
    }

    /** The same, left out if there is none. */
    public Members ifThere(String name, @Nullable Object value) {
        return value == null ? this : add(name, value);
    }

    public Members list(String name, Collection<?> values) {
        name(name).append('[');
        var separator = "";
        for (var value : values) {
            text.append(separator);
            quoted(text, value);
            separator = ",";
        }
        text.append(']');
        return this;
    }

    /** A value that is JSON already. */
    public Members raw(String name, String json) {
        name(name).append(json);
        return this;
    }

    public Members and(Members others) {
        if (!others.text.isEmpty()) {
            separate();
            text.append(others.text);
        }
        return this;
    }

    private StringBuilder name(String name) {
        separate();
        return text.append('"').append(name).append("\":");
    }

    private void separate() {
        if (!text.isEmpty()) {
            text.append(',');
        }
    }

    private static void quoted(StringBuilder into, Object value) {
        into.append('"');
        if (value instanceof String string) {
            ENCODER.quoteAsString(string, into);
        } else {
            into.append(value);
        }
        into.append('"');
    }

    /** The object. */
    public String object() {
        return "{" + text + "}";
    }

    /** Times as they are written everywhere: to the millisecond. */
    public static Instant time(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }

    /** The members alone. */
    @Override
    public String toString() {
        return text.toString();
    }
}
