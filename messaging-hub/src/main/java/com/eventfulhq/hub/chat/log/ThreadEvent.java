package com.eventfulhq.hub.chat.log;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored.
 *
 * @param messageNo number of the last message up to and including it
 * @param answer    members of the answer to the command that made it
 * @param frame     the push
 */
public record ThreadEvent(
        UUID conversationId,
        long ev,
        String kind,
        UUID actor,
        UUID clientEventId,
        @Nullable UUID messageId,
        long messageNo,
        String answer,
        String frame,
        Instant at) {

    Once once() {
        return new Once(conversationId, actor, clientEventId);
    }

    ThreadEvent with(String otherFrame) {
        return new ThreadEvent(
                conversationId, ev, kind, actor, clientEventId, messageId, messageNo, answer, otherFrame, at);
    }
}
