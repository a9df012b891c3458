package com.eventfulhq.common.chat;

import com.eventfulhq.common.id.UserId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway node asks the hub: {@code POST /internal/chat/asks} with a JSON array of these, at most {@link #MOST}; the answer
 * is an array of objects in the same order, each the members of the client's answer (see {@code docs/realtime.md}) or
 * {@code {"error": {code, detail, retryable}}}. Who asks is who the gateway has authenticated.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChatAsk.Open.class, name = "open"),
    @JsonSubTypes.Type(value = ChatAsk.Roster.class, name = "list"),
    @JsonSubTypes.Type(value = ChatAsk.Heads.class, name = "heads"),
    @JsonSubTypes.Type(value = ChatAsk.Range.class, name = "range"),
    @JsonSubTypes.Type(value = ChatAsk.Tops.class, name = "tops"),
    @JsonSubTypes.Type(value = ChatAsk.History.class, name = "history"),
    @JsonSubTypes.Type(value = ChatAsk.Search.class, name = "search"),
    @JsonSubTypes.Type(value = ChatAsk.Participants.class, name = "participants"),
    @JsonSubTypes.Type(value = ChatAsk.Edits.class, name = "edits"),
    @JsonSubTypes.Type(value = ChatAsk.Visible.class, name = "visible"),
    @JsonSubTypes.Type(value = ChatAsk.Crowd.class, name = "crowd")
})
public sealed interface ChatAsk {

    int MOST = 256;
    String PATH = "/internal/chat/asks";

    /** Most events given at once, and most bytes of them; beyond, {@code limited}. */
    int MOST_EVENTS = 200;

    int MOST_BYTES = 192 * 1024;

    /** Most people asked about at once. */
    int MOST_PEOPLE = 200;

    /** Most conversations of one list whose changes are pushed. */
    int MOST_HEADS = 2_000;

    /** Most people of a crowd given at once. */
    int MOST_CROWD = 5_000;

    /** To watch a conversation: the answer is an {@code opened}. */
    record Open(
            UserId user,
            UUID conversationId,
            @Nullable String epoch,
            @Nullable Long ev) implements ChatAsk {}

    /** The conversation list, or what changed of it. */
    record Roster(UserId user, @Nullable String cursor) implements ChatAsk {}

    /**
     * For the node itself: which conversations are on a person's list, and where they stand: {@code {"heads": [{"conversation_id",
     * "epoch", "last_ev", "last_message_no", "last_message_at"}, …], "cursor"}}, the latest change first, at most
     * {@link #MOST_HEADS}. From the cursor on, {@link Roster} says what changes.
     */
    record Heads(UserId user) implements ChatAsk {}

    /** For the node itself: {@code {"events": [{"ev", "frame"}, …]}}, from and to included, in order, at most {@link #MOST_EVENTS}. */
    record Range(UUID conversationId, long from, long to) implements ChatAsk {}

    /** For the node itself: {@code {"tops": [ev, …]}} in the order asked; 0 for what does not exist. */
    record Tops(List<UUID> conversationIds) implements ChatAsk {}

    /** At most one of the four places. */
    record History(
            UserId user,
            UUID conversationId,
            @Nullable Long beforeMessageNo,
            @Nullable Long afterMessageNo,
            @Nullable Long aroundMessageNo,
            @Nullable Long afterEv,
            int limit)
            implements ChatAsk {}

    record Search(
            UserId user,
            String q,
            @Nullable UUID conversationId,
            int limit,
            @Nullable String cursor) implements ChatAsk {}

    record Participants(
            UserId user, UUID conversationId, @Nullable String cursor) implements ChatAsk {}

    record Edits(UserId user, UUID conversationId, UUID messageId) implements ChatAsk {}

    /**
     * For the node itself: of whom of these people somebody may know whether they are online: {@code {"visible": [user_id, …]}}, in
     * no order. That is oneself, and who takes part in a conversation with one, unless either has blocked the other. At most
     * {@link #MOST_PEOPLE} are asked about.
     */
    record Visible(UserId user, List<UserId> people) implements ChatAsk {}

    /**
     * For the node itself: who takes part in a conversation of more than a hundred, to a participant: {@code {"people", "cursor"}}.
     * {@code people} is base64 of their ids, 16 bytes each, in their order, at most {@link #MOST_CROWD}; the cursor is there if there
     * are more. A smaller conversation, and the thread of a booking, is a conflict: how many are online in it would say who is.
     */
    record Crowd(UserId user, UUID conversationId, @Nullable String cursor) implements ChatAsk {}
}
