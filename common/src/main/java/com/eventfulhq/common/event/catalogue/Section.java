package com.eventfulhq.common.event.catalogue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping of the catalogue's file, with its place in it for messages. */
record Section(String place, Map<?, ?> entries) {

    static Section of(@Nullable Object node, String place) {
        if (node instanceof Map<?, ?> map) {
            return new Section(place, map);
        }
        throw refusal(place, node == null ? "nothing" : "no mapping", "a mapping");
    }

    static IllegalStateException refusal(String place, String found, String expected) {
        return new IllegalStateException(
                "event catalogue: " + place + ": found " + found + " (expected: " + expected + ")");
    }

    /** Refuses keys that nobody would read: they are misspelt. */
    Section only(String... keys) {
        var known = Set.of(keys);
        for (var key : entries.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw refusal(place, String.valueOf(key), "one of " + String.join(", ", keys));
            }
        }
        return this;
    }

    Section section(String key) {
        return of(entries.get(key), at(key));
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Its entries as sections, in the order of the file. */
    Map<String, Section> sections() {
        var sections = new LinkedHashMap<String, Section>();
        entries.forEach((key, node) -> sections.put(String.valueOf(key), of(node, at(String.valueOf(key)))));
        return sections;
    }

    String text(String key) {
        var text = textOrNull(key);
        if (text == null || text.isBlank()) {
            throw refusal(at(key), "nothing", "a text");
        }
        return text;
    }

    @Nullable
    String textOrNull(String key) {
        var value = entries.get(key);
        return value == null ? null : value.toString();
    }

    /** A text of words, or none. */
    List<String> words(String key) {
        var text = textOrNull(key);
        return text == null ? List.of() : Arrays.asList(text.strip().split("\\s+", -1));
    }

    int number(String key) {
        if (entries.get(key) instanceof Integer number && number > 0) {
            return number;
        }
        throw refusal(at(key), String.valueOf(entries.get(key)), "a whole number from 1");
    }

    boolean flag(String key) {
        var value = entries.get(key);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw refusal(at(key), value.toString(), "true or false");
    }

    <E extends Enum<E>> E constant(String key, Class<E> type) {
        return constant(text(key), type, at(key));
    }

    static <E extends Enum<E>> E constant(String text, Class<E> type, String place) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw refusal(place, text, "one of " + Arrays.toString(type.getEnumConstants()));
    }

    String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }
}
