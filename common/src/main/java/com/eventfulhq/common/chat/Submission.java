package com.eventfulhq.common.chat;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command on {@code chat.commands}, with who gave it and where the answer goes. On the log it is
 * {@code {"by": user id, "node": …, "reply": …, "command": the client's own frame without its id}}.
 *
 * @param by    the authenticated user
 * @param node  the gateway node that waits for the answer; null if nobody does
 * @param reply that node's own number for it
 */
public record Submission(UserId by, @Nullable String node, long reply, ChatCommand command) {

    /** {@code ce_type} of all commands; what is asked for is in the value. */
    public static final String TYPE = "chat.command";

    /** The value of the record. {@code command} is the frame the command was read from. */
    public static byte[] bytes(UserId by, @Nullable String node, long reply, ObjectNode command) {
        var value = Json.MAPPER.createObjectNode();
        value.put("by", by.toString());
        if (node != null) {
            value.put("node", node);
        }
        value.put("reply", reply);
        value.set("command", command.deepCopy().without("id"));
        return Json.bytes(value);
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Submission read(byte[] value) {
        try {
            var node = Json.MAPPER.readTree(value);
            return new Submission(
                    new UserId(UUID.fromString(node.path("by").stringValue(""))),
                    node.path("node").stringValue(null),
                    node.path("reply").longValue(0),
                    ChatCommandReader.read(object(node.path("command"))));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("submission: not JSON", e);
        } catch (ProblemException e) {
            throw new IllegalArgumentException("submission: " + e.getMessage(), e);
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("/command: not an object");
    }
}
