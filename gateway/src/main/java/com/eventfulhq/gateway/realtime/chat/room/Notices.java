package com.eventfulhq.gateway.realtime.chat.room;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/** What is said about conversations by this node itself, and what it must understand of what the hub says. */
final class Notices {

    private static final byte[] LEFT = "\"kind\":\"left\"".getBytes(US_ASCII);

    private Notices() {}

    static byte[] lag(UUID conversation, long ev) {
        return ("{\"push\":\"lag\",\"conversation_id\":\"" + conversation + "\",\"ev\":" + ev + "}").getBytes(UTF_8);
    }

    /** Who has left, if that is what this event says. Asked only of events that came late: the bus says it beside. */
    static Optional<UUID> whoLeft(byte[] event) {
        if (!Bytes.contains(event, LEFT)) {
            return Optional.empty();
        }
        try {
            var json = Json.MAPPER.readTree(event);
            return json.path("kind").asString("").equals("left")
                    ? Optional.of(UUID.fromString(json.path("user_id").asString("")))
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
