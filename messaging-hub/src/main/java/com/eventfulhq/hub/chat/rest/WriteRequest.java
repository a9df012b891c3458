package com.eventfulhq.hub.chat.rest;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** A body and its key, as the frame of a command. */
final class WriteRequest {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String CLIENT_EVENT_ID = "client_event_id";
    private static final String CONVERSATION_ID = "conversation_id";
    private static final int MAX_KEY = 255;

    private WriteRequest() {}

    /**
     * Of a new conversation. Its id may be left out: then it is made of the caller and the key, so that a repeat is about the same.
     *
     * @throws ProblemException naming what is wrong
     */
    static ObjectNode create(UserId by, @Nullable String key, byte[] body) {
        var frame = frame("create", by, key, body);
        if (!frame.hasNonNull(CONVERSATION_ID)) {
            var made = named(by, "conversation", frame.path(CLIENT_EVENT_ID).asString(""));
            frame.put(CONVERSATION_ID, made.toString());
        }
        return frame;
    }

    /** Of a message. */
    static ObjectNode send(UserId by, UUID conversation, @Nullable String key, byte[] body) {
        var frame = frame("send", by, key, body);
        if (frame.has(CONVERSATION_ID)) {
            throw ProblemException.field(ErrorCode.UNKNOWN_FIELD, "/" + CONVERSATION_ID, "is in the path");
        }
        if (frame.path("message_type").asString("").equals("system")) {
            throw ProblemException.field(ErrorCode.NOT_ENTITLED, "/message_type", "system is not for people");
        }
        return frame.put(CONVERSATION_ID, conversation.toString());
    }

    private static ObjectNode frame(String op, UserId by, @Nullable String key, byte[] body) {
        var frame = object(body);
        for (var reserved : new String[] {"op", "id"}) {
            if (frame.has(reserved)) {
                throw ProblemException.field(ErrorCode.UNKNOWN_FIELD, "/" + reserved, "unknown");
            }
        }
        if (frame.hasNonNull(CLIENT_EVENT_ID) == (key != null)) {
            throw ProblemException.field(
                    ErrorCode.INVALID_REQUEST,
                    "/" + CLIENT_EVENT_ID,
                    "expected this or the header " + IDEMPOTENCY_KEY + ", and only one of them");
        }
        if (key != null) {
            frame.put(CLIENT_EVENT_ID, eventId(by, key).toString());
        }
        return frame.put("op", op);
    }

    private static ObjectNode object(byte[] body) {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST, "body: not JSON");
        }
        throw ProblemException.of(ErrorCode.INVALID_REQUEST, "body: not an object");
    }

    /** A key that is a UUID is one; any other is made one. Either happens once per conversation and person. */
    private static UUID eventId(UserId by, String key) {
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw ProblemException.of(
                    ErrorCode.INVALID_REQUEST, IDEMPOTENCY_KEY + ": expected 1 to " + MAX_KEY + " characters");
        }
        try {
            return key.length() == 36 ? UUID.fromString(key) : named(by, "event", key);
        } catch (IllegalArgumentException e) {
            return named(by, "event", key);
        }
    }

    private static UUID named(UserId by, String what, String key) {
        return UUID.nameUUIDFromBytes((by + "\n" + what + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }
}
