package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.NotificationRequested;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules every request keeps, by whichever door it comes: what the database could not hold is refused before it is accepted. */
final class RequestCheck {

    /** Columns of {@code notification.notifications}. */
    static final int MAX_KEY = 255;

    private static final int MAX_PRODUCER = 320;
    private static final int MAX_ENTITY_TYPE = 50;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final RequestSettings settings;

    RequestCheck(RequestSettings settings) {
        this.settings = settings;
    }

    /**
     * What is wrong.
     *
     * @param pointer the field (RFC 6901)
     */
    record Fault(String pointer, String detail) {}

    /** The first fault; null if there is none. Records are read leniently, so anything may be missing. */
    @Nullable
    Fault fault(NotificationRequested request) {
        var fault = text("/producer", request.producer(), MAX_PRODUCER);
        fault = fault != null ? fault : text("/idempotency_key", request.idempotencyKey(), MAX_KEY);
        fault = fault != null ? fault : missing("/recipient_user_id", request.recipientUserId());
        fault = fault != null ? fault : text("/template_name", request.templateName(), Integer.MAX_VALUE);
        fault = fault != null ? fault : variables(request.variables());
        fault = fault != null ? fault : entity(request);
        fault = fault != null ? fault : channels(request);
        return fault != null ? fault : expiry(request.expiresAt());
    }

    private static @Nullable Fault missing(String pointer, @Nullable Object value) {
        return value == null ? new Fault(pointer, "missing") : null;
    }

    private static @Nullable Fault text(String pointer, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            return new Fault(pointer, "missing");
        }
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            return new Fault(pointer, "found " + length + " characters (expected: at most " + most + ")");
        }
        return unstorable(pointer, text);
    }

    /** PostgreSQL keeps no NUL, and half a character is no text. */
    private static @Nullable Fault unstorable(String pointer, String text) {
        return text.indexOf('\0') >= 0
                        || text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)
                ? new Fault(pointer, "found a NUL or half a character (expected: text)")
                : null;
    }

    private @Nullable Fault variables(@Nullable Map<String, String> variables) {
        if (variables == null) {
            return new Fault("/variables", "missing");
        }
        if (variables.size() > settings.maxVariables()) {
            return new Fault(
                    "/variables", "found " + variables.size() + " (expected: at most " + settings.maxVariables() + ")");
        }
        return variables.entrySet().stream()
                .map(this::variable)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Fault variable(Map.Entry<String, @Nullable String> variable) {
        var name = variable.getKey();
        var value = variable.getValue();
        if (name.length() > settings.maxNameLength()) {
            return new Fault("/variables", "a name is longer than " + settings.maxNameLength() + " characters");
        }
        var pointer = pointer(name);
        if (value == null) {
            return new Fault(pointer, "is null (expected: text)");
        }
        if (value.length() > settings.maxValueLength()) {
            return new Fault(
                    pointer,
                    "found " + value.length() + " characters (expected: at most " + settings.maxValueLength() + ")");
        }
        return unstorable(pointer, value);
    }

    static String pointer(String variable) {
        return "/variables/" + variable.replace("~", "~0").replace("/", "~1");
    }

    private static @Nullable Fault entity(NotificationRequested request) {
        var type = request.relatedEntityType();
        if ((request.relatedEntityId() == null) != (type == null)) {
            return new Fault("/related_entity_type", "an entity needs its id and its type");
        }
        return type == null ? null : text("/related_entity_type", type, MAX_ENTITY_TYPE);
    }

    private static @Nullable Fault channels(NotificationRequested request) {
        var channels = request.channels();
        if (channels == null) {
            return null;
        }
        if (channels.isEmpty()) {
            return new Fault("/channels", "is empty (expected: at least one, or none given for the template's)");
        }
        for (int i = 0; i < channels.size(); i++) {
            var fault = text("/channels/" + i, channels.get(i), MAX_ENTITY_TYPE);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable Fault expiry(@Nullable Instant expiresAt) {
        return expiresAt != null && (expiresAt.isBefore(EARLIEST) || expiresAt.isAfter(LATEST))
                ? new Fault("/expires_at", "not between " + EARLIEST + " and " + LATEST)
                : null;
    }
}
