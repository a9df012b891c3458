package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command of a batch.
 *
 * @param place     its place in the batch, from 0
 * @param partition of the log
 * @param position  its place in it
 * @param askedAt   when the log took it: what paces are measured by, so that a backlog is not mistaken for a flood
 */
public record Command(
        int place, Submission submission, int partition, long position, Instant askedAt, TraceContext trace) {

    Place onTheLog() {
        // As PostgreSQL keeps times: to the microsecond, and compared with what it kept.
        return new Place(partition, position, Members.time(askedAt));
    }

    public UserId by() {
        return submission.by();
    }

    public ChatCommand asked() {
        return submission.command();
    }

    public UUID conversationId() {
        return asked().conversationId();
    }

    /** What makes it happen once; null if it may happen again and again. */
    @Nullable
    Once once() {
        return asked() instanceof ChatCommand.Durable durable
                ? new Once(durable.conversationId(), by().value(), durable.clientEventId())
                : null;
    }
}
