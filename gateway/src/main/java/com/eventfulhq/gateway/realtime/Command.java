package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a client asks for in one frame. */
sealed interface Command {

    /** Longest id a client may give its frames. */
    int MAX_ID = 64;

    /** What its answer refers to; null if the client gave nothing to refer to. */
    @Nullable
    String id();

    record Connect(String id, String token) implements Command {}

    record Subscribe(String id, Channel channel) implements Command {}

    record Unsubscribe(String id, Channel channel) implements Command {}

    /** The one command that needs no id. */
    record Ping(@Nullable String id) implements Command {}

    /** Something that is no command. */
    record Malformed(@Nullable String id, ErrorCode code, String detail) implements Command {}

    /** Reads a frame, whatever it holds. */
    static Command read(byte[] frame) {
        try {
            return of(Json.MAPPER.readTree(frame));
        } catch (JacksonException e) {
            return new Malformed(null, ErrorCode.INVALID_REQUEST, "frame: not JSON");
        }
    }

    private static Command of(JsonNode frame) {
        if (!frame.isObject()) {
            return new Malformed(null, ErrorCode.INVALID_REQUEST, "frame: not an object");
        }
        @Nullable String id = text(frame, "id");
        @Nullable String op = text(frame, "op");
        if (op == null) {
            return new Malformed(id, ErrorCode.INVALID_REQUEST, "/op: missing, expected a string");
        }
        if (id == null && op.equals("ping") && !frame.has("id")) {
            return new Ping(null);
        }
        if (id == null || id.isEmpty() || id.length() > MAX_ID) {
            return new Malformed(
                    null, ErrorCode.INVALID_REQUEST, "/id: expected a string of 1 to " + MAX_ID + " characters");
        }
        return switch (op) {
            case "connect" -> connect(id, text(frame, "token"));
            case "subscribe", "unsubscribe" -> channel(id, op, text(frame, "channel"));
            case "ping" -> new Ping(id);
            default -> new Malformed(id, ErrorCode.INVALID_VALUE, "/op: unknown");
        };
    }

    private static Command connect(String id, @Nullable String token) {
        return token == null
                ? new Malformed(id, ErrorCode.INVALID_REQUEST, "/token: missing, expected a string")
                : new Connect(id, token);
    }

    private static Command channel(String id, String op, @Nullable String name) {
        if (name == null) {
            return new Malformed(id, ErrorCode.INVALID_REQUEST, "/channel: missing, expected a string");
        }
        for (var channel : Channel.values()) {
            if (channel.word().equals(name)) {
                return op.equals("subscribe") ? new Subscribe(id, channel) : new Unsubscribe(id, channel);
            }
        }
        return new Malformed(id, ErrorCode.NOT_FOUND, "/channel: unknown, expected inbox or notifications");
    }

    private static @Nullable String text(JsonNode frame, String field) {
        var value = frame.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
