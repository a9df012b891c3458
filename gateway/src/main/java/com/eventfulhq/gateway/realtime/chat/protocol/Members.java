package com.eventfulhq.gateway.realtime.chat.protocol;

import static com.eventfulhq.common.problem.ErrorCode.INVALID_REQUEST;
import static com.eventfulhq.common.problem.ErrorCode.INVALID_VALUE;
import static com.eventfulhq.common.problem.ErrorCode.TOO_LARGE;
import static com.eventfulhq.common.problem.ErrorCode.UNKNOWN_FIELD;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of one object, read once each; which were never asked for is known at the end. */
final class Members {

    private final String place;
    private final ObjectNode object;
    private final Set<String> read = new HashSet<>();

    /** @param place where the object is, as a JSON pointer; known names are those read elsewhere */
    Members(String place, ObjectNode object, String... known) {
        this.place = place;
        this.object = object;
        read.addAll(List.of(known));
    }

    static Members of(String place, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Members(place, object);
        }
        throw refused(INVALID_REQUEST, place, "expected an object");
    }

    /**
     * To be called last.
     *
     * @throws ProblemException {@link ErrorCode#UNKNOWN_FIELD} if there is a member nobody has read
     */
    void noneElse() {
        for (var name : object.propertyNames()) {
            if (!read.contains(name)) {
                throw refused(UNKNOWN_FIELD, at(name), "unknown");
            }
        }
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String text(String name) {
        return string(at(name), required(name));
    }

    String text(String name, int most) {
        return text(at(name), required(name), most);
    }

    @Nullable
    String optionalText(String name, int most) {
        return optional(name, node -> text(at(name), node, most));
    }

    UUID uuid(String name) {
        return uuid(at(name), required(name));
    }

    @Nullable
    UUID optionalUuid(String name) {
        return optional(name, node -> uuid(at(name), node));
    }

    @Nullable
    Long optionalNumber(String name) {
        return optional(name, node -> number(at(name), node));
    }

    /** False unless given. */
    boolean flag(String name) {
        return Boolean.TRUE.equals(optionalFlag(name));
    }

    @Nullable
    Boolean optionalFlag(String name) {
        return optional(name, node -> {
            if (!node.isBoolean()) {
                throw refused(INVALID_REQUEST, at(name), "expected true or false");
            }
            return node.booleanValue();
        });
    }

    /** An object and nothing beyond what is read of it; null unless given. */
    <T> @Nullable T object(String name, Function<Members, T> value) {
        return optional(name, node -> {
            var members = of(at(name), node);
            var result = value.apply(members);
            members.noneElse();
            return result;
        });
    }

    /** Reads an element, which is at that place. */
    interface Element<T> {
        T read(String place, JsonNode node);
    }

    /** Empty unless given. */
    <T> List<T> list(String name, int most, Element<T> element) {
        @Nullable JsonNode node = optional(name, value -> value);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw refused(INVALID_REQUEST, at(name), "expected an array");
        }
        if (node.size() > most) {
            throw refused(INVALID_VALUE, at(name), "more than " + most);
        }
        var values = new ArrayList<T>(node.size());
        for (int i = 0; i < node.size(); i++) {
            values.add(element.read(at(name) + "/" + i, node.get(i)));
        }
        return List.copyOf(values);
    }

    private JsonNode required(String name) {
        read.add(name);
        var node = object.get(name);
        if (node == null || node.isNull()) {
            throw refused(INVALID_REQUEST, at(name), "missing");
        }
        return node;
    }

    private <T> @Nullable T optional(String name, Function<JsonNode, T> value) {
        read.add(name);
        var node = object.get(name);
        return node == null || node.isNull() ? null : value.apply(node);
    }

    private String at(String name) {
        return place + "/" + name;
    }

    private static String string(String place, JsonNode node) {
        if (!node.isString()) {
            throw refused(INVALID_REQUEST, place, "expected a string");
        }
        return node.stringValue();
    }

    private static String text(String place, JsonNode node, int most) {
        var text = string(place, node);
        if (text.isBlank()) {
            throw refused(INVALID_VALUE, place, "empty");
        }
        if (text.length() > most) {
            throw refused(TOO_LARGE, place, "more than " + most + " characters");
        }
        return text;
    }

    private static long number(String place, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw refused(INVALID_REQUEST, place, "expected a whole number");
        }
        if (node.longValue() < 0) {
            throw refused(INVALID_VALUE, place, "negative");
        }
        return node.longValue();
    }

    /** Only the form of 36 characters: {@link UUID#fromString} alone takes shorter ones too. */
    static UUID uuid(String place, JsonNode node) {
        if (node.isString() && node.stringValue().length() == 36) {
            try {
                return UUID.fromString(node.stringValue());
            } catch (IllegalArgumentException e) {
                throw refused(INVALID_VALUE, place, "not a UUID");
            }
        }
        throw refused(INVALID_REQUEST, place, "expected a UUID");
    }

    private static ProblemException refused(ErrorCode code, String place, String detail) {
        return ProblemException.field(code, place, detail);
    }
}
