package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.gateway.group.GroupAppend;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Brings commands to the log, those of all connections of an event loop together.
 *
 * <p>The key is the conversation: one conversation, one order, one writer. The order of one connection is kept, because its
 * groups go to the log one after the other.
 */
final class Submissions {

    private static final String SOURCE = "/gateway/chat";

    private final GroupAppend log;
    private final String node;
    private final BooleanSupplier listening;
    private final ChatMeters meters;
    private final Clock clock;

    /** @param listening whether answers would be heard */
    Submissions(GroupAppend log, String node, BooleanSupplier listening, ChatMeters meters, Clock clock) {
        this.log = log;
        this.node = node;
        this.listening = listening;
        this.meters = meters;
        this.clock = clock;
    }

    /** The answer comes over the bay's {@link Replies}, whatever happens. */
    void submit(Bay bay, Session session, UserId by, Request.Act act) {
        long reply = bay.replies().expect(session, act.id());
        if (!listening.getAsBoolean()) {
            bay.replies().fail(reply, ErrorCode.UNAVAILABLE, "answers cannot be heard now");
            return;
        }
        var unused = log.append(bay.loop(), List.of(entry(by, reply, act)))
                .subscribe(nothing -> {}, error -> refused(bay, reply));
    }

    private LogEntry entry(UserId by, long reply, Request.Act act) {
        var event = new CloudEvent(
                node + "." + Long.toString(reply, Character.MAX_RADIX),
                Submission.TYPE,
                SOURCE,
                clock.instant(),
                TraceContext.start());
        return new LogEntry(
                Topics.CHAT_COMMANDS,
                act.command().conversationId().toString(),
                event,
                Submission.bytes(by, node, reply, act.frame()));
    }

    private void refused(Bay bay, long reply) {
        meters.unlogged();
        bay.replies().fail(reply, ErrorCode.UNAVAILABLE, "the command could not be kept; it may still be done");
    }
}
