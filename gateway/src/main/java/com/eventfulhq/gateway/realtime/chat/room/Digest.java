package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.common.json.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a list shows of a conversation: its newest numbers, and its newest message if that came while somebody watched. The same
 * for everybody it is shown to.
 */
public final class Digest {

    /** Characters of a message shown on a list. */
    private static final int PREVIEW = 100;

    private final @Nullable String epoch;
    private long lastEv;
    private long lastMessageNo;
    private @Nullable String lastMessageAt;
    private @Nullable String preview;
    private @Nullable String sender;
    private byte @Nullable [] json;

    private Digest(
            @Nullable String epoch,
            long lastEv,
            long lastMessageNo,
            @Nullable String lastMessageAt,
            @Nullable String preview,
            @Nullable String sender) {
        this.epoch = epoch;
        this.lastEv = lastEv;
        this.lastMessageNo = lastMessageNo;
        this.lastMessageAt = lastMessageAt;
        this.preview = preview;
        this.sender = sender;
    }

    /** Of a summary, as the hub lists it, or of a head. */
    public static Digest of(JsonNode summary) {
        var message = summary.path("last_message");
        return new Digest(
                text(summary, "epoch"),
                summary.path("last_ev").asLong(0),
                summary.path("last_message_no").asLong(0),
                text(summary, "last_message_at"),
                text(message, "preview"),
                text(message, "sender_user_id"));
    }

    public long lastEv() {
        return lastEv;
    }

    /** Another reading of the same conversation may be newer, or know the message. */
    void learn(Digest other) {
        boolean isNewer = other.lastEv > lastEv;
        boolean knowsMore = other.lastEv == lastEv && sender == null;
        if (knowsMore || (isNewer && other.lastMessageNo > lastMessageNo)) {
            preview = other.preview;
            sender = other.sender;
        }
        if (isNewer) {
            lastEv = other.lastEv;
            lastMessageNo = other.lastMessageNo;
            lastMessageAt = other.lastMessageAt;
        }
        json = null;
    }

    void apply(Notice.Event event) {
        if (event.ev() <= lastEv) {
            return;
        }
        lastEv = event.ev();
        json = null;
        try {
            apply(Json.MAPPER.readTree(event.json()));
        } catch (JacksonException e) {
            // Then there is nothing to show of it but its number.
        }
    }

    private void apply(JsonNode event) {
        var message = event.path("message");
        switch (event.path("kind").asString("")) {
            case "message" -> {
                lastMessageNo = message.path("message_no").asLong(lastMessageNo);
                lastMessageAt = text(event, "at");
                preview = shortened(text(message, "content"));
                sender = text(message, "sender_user_id");
            }
            case "edit" -> {
                if (event.path("message_no").asLong(0) == lastMessageNo) {
                    preview = shortened(text(event, "content"));
                }
            }
            case "delete" -> {
                if (event.path("message_no").asLong(0) == lastMessageNo) {
                    preview = null;
                }
            }
            default -> {}
        }
    }

    byte[] json(UUID conversation) {
        var known = json;
        if (known == null) {
            known = written(conversation);
            json = known;
        }
        return known;
    }

    private byte[] written(UUID conversation) {
        var node = Json.MAPPER.createObjectNode();
        node.put("conversation_id", conversation.toString());
        if (epoch != null) {
            node.put("epoch", epoch);
        }
        node.put("last_ev", lastEv);
        node.put("last_message_no", lastMessageNo);
        if (lastMessageAt != null) {
            node.put("last_message_at", lastMessageAt);
        }
        if (preview != null) {
            node.put("preview", preview);
        }
        if (sender != null) {
            node.put("sender_user_id", sender);
        }
        return Json.bytes(node);
    }

    private static @Nullable String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    /** Never between the halves of one character. */
    private static @Nullable String shortened(@Nullable String content) {
        if (content == null || content.length() <= PREVIEW) {
            return content;
        }
        int end = Character.isHighSurrogate(content.charAt(PREVIEW - 1)) ? PREVIEW - 1 : PREVIEW;
        return content.substring(0, end) + "…";
    }
}
