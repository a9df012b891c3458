package com.eventfulhq.gateway.realtime.chat.protocol;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a client wants with one frame. Made by {@link RequestReader} only, so its values are within the documented bounds. */
public sealed interface Request {

    /** What its answer refers to; null if the client gave nothing to refer to. */
    @Nullable
    String id();

    /** The first token, or the next; {@code resume} if the client was here before. */
    record Connect(String id, String token, @Nullable Resume resume) implements Request {}

    /** Where a client stood. */
    record Resume(@Nullable String cursor, List<Position> conversations) {}

    /** How far a client has come in a conversation; without {@code ev} it has nothing. */
    record Position(
            UUID conversationId,
            @Nullable String epoch,
            @Nullable Long ev) {}

    /** The one request that needs no id. */
    record Ping(@Nullable String id) implements Request {}

    record Watch(String id, Channel channel) implements Request {}

    record Unwatch(String id, Channel channel) implements Request {}

    record Subscribe(String id, Position position) implements Request {}

    record Unsubscribe(String id, UUID conversationId) implements Request {}

    record Typing(String id, UUID conversationId, boolean stop) implements Request {}

    record Presence(String id, List<UserId> userIds, boolean watch) implements Request {}

    /** @param watch whether changes are told from now on, or no more; null leaves that as it is */
    record Occupancy(
            String id, UUID conversationId, @Nullable Boolean watch) implements Request {}

    /** Something the hub knows. */
    record Read(String id, Question question) implements Request {}

    /** A question that lacks who asks. */
    @FunctionalInterface
    interface Question {
        ChatAsk by(UserId user);
    }

    /** Something to be done in a conversation; {@code frame} is what the command was read from. */
    record Act(String id, ChatCommand command, ObjectNode frame) implements Request {}

    /** Something that is no request. */
    record Malformed(@Nullable String id, ErrorCode code, String detail) implements Request {}
}
