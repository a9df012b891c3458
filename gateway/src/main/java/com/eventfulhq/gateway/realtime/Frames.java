package com.eventfulhq.gateway.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.problem.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the node says, as bytes. */
final class Frames {

    static final byte[] LAG = utf8("{\"push\":\"lag\"}");
    static final byte[] PONG = utf8("{\"push\":\"pong\"}");

    private static final byte[] INBOX = utf8("{\"push\":\"inbox\",\"events\":");
    private static final byte[] NOTIFICATIONS = utf8("{\"push\":\"notifications\",\"events\":");

    private Frames() {}

    static byte[] ok(String id) {
        return ok(id, Map.of());
    }

    /** With members of its own beside {@code re} and {@code ok}. */
    static byte[] ok(String id, Map<String, ?> members) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("re", id);
        answer.put("ok", true);
        answer.putAll(members);
        return Json.bytes(answer);
    }

    static byte[] error(@Nullable String id, ErrorCode code, String detail) {
        var answer = new LinkedHashMap<String, Object>();
        if (id != null) {
            answer.put("re", id);
        }
        answer.put("error", Map.of("code", code.slug(), "detail", detail, "retryable", code.retryable()));
        return Json.bytes(answer);
    }

    /** The events are put in as they were published: who wrote them has encoded them once for everybody. */
    static byte[] push(LiveChannel channel, byte[] events) {
        var head =
                switch (channel) {
                    case LiveChannel.Inbox inbox -> INBOX;
                    case LiveChannel.Notifications notifications -> NOTIFICATIONS;
                    case LiveChannel.Chat chat -> throw new IllegalArgumentException("not events: " + chat);
                    case LiveChannel.Node node -> throw new IllegalArgumentException("not events: " + node);
                };
        var frame = new byte[head.length + events.length + 1];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(events, 0, frame, head.length, events.length);
        frame[frame.length - 1] = '}';
        return frame;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
