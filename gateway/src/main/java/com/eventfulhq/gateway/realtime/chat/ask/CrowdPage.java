package com.eventfulhq.gateway.realtime.chat.ask;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The answer to a {@link com.eventfulhq.common.chat.ChatAsk.Crowd}.
 *
 * @param cursor where to go on; null if these were the last
 */
public record CrowdPage(List<UUID> people, @Nullable String cursor) {

    private static final int BYTES = 16;

    /** Null if it is a refusal, or cannot be read. */
    public static @Nullable CrowdPage read(Reply reply) {
        if (!reply.given()) {
            return null;
        }
        try {
            var page = json(reply);
            var ids = ByteBuffer.wrap(
                    Base64.getDecoder().decode(page.path("people").asString("")));
            var people = new ArrayList<UUID>(ids.remaining() / BYTES);
            while (ids.remaining() >= BYTES) {
                people.add(new UUID(ids.getLong(), ids.getLong()));
            }
            var cursor = page.path("cursor");
            return new CrowdPage(people, cursor.isString() ? cursor.stringValue() : null);
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether it is refused because it is not for being counted, whoever asks. */
    public static boolean isConflict(Reply reply) {
        return reply.kind() == Reply.Kind.REFUSED
                && json(reply).at("/error/code").asString("").equals(ErrorCode.CONFLICT.slug());
    }

    private static JsonNode json(Reply reply) {
        return Json.MAPPER.readTree(reply.source(), reply.start() - 1, reply.length() + 2);
    }
}
