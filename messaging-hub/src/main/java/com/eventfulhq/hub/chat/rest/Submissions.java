package com.eventfulhq.hub.chat.rest;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.ChatCommandReader;
import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.trace.TraceContext;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.node.ObjectNode;

/** Commands given by this process, and the answers it waits for: to the writer it is a node like any gateway. */
final class Submissions implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    private static final String SOURCE = "/messaging-hub";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final EventLog log;
    private final RestSettings settings;
    private final Clock clock;
    private final String node = "hub-" + UUID.randomUUID();
    private final AtomicLong replies = new AtomicLong();
    private final Map<Long, Sinks.One<byte[]>> waiting = new ConcurrentHashMap<>();
    private final Disposable watch;
    private volatile boolean listening;

    Submissions(EventLog log, LiveChannels live, RestSettings settings, Clock clock) {
        this.log = log;
        this.settings = settings;
        this.clock = clock;
        this.watch = live.watch(new LiveChannel.Node(node), () -> listening = true)
                .subscribe(this::heard, error -> LOG.error("answers of chats: no longer heard", error));
    }

    /**
     * Gives a command.
     *
     * @param frame as a client would send it
     * @return the members of the answer; fails with {@link ErrorCode#NO_ANSWER} if none comes in time, with what the frame's reader
     *     says if it is no command, or as unavailable if it was certainly not given
     */
    Mono<byte[]> submit(UserId by, ObjectNode frame, TraceContext trace) {
        return Mono.defer(() -> {
            var command = ChatCommandReader.read(frame);
            if (!listening || waiting.size() >= settings.maxWaiting()) {
                return Mono.error(ProblemException.unavailable(
                        "please try again shortly",
                        RETRY_AFTER_SECONDS,
                        new IllegalStateException("chat: no answers")));
            }
            long reply = replies.incrementAndGet();
            var answer = Sinks.<byte[]>one();
            waiting.put(reply, answer);
            var entry = new LogEntry(
                    Topics.CHAT_COMMANDS,
                    command.conversationId().toString(),
                    new CloudEvent(UUID.randomUUID().toString(), Submission.TYPE, SOURCE, clock.instant(), trace),
                    Submission.bytes(by, node, reply, frame));
            return log.appendPacked(List.of(entry))
                    .then(answer.asMono())
                    .timeout(settings.timeout(), Mono.error(Submissions::noAnswer))
                    .doFinally(end -> waiting.remove(reply));
        });
    }

    private void heard(byte[] publication) {
        try {
            for (var entry : BusEntry.read(publication)) {
                var answer = entry.kind() == BusEntry.Kind.ANSWER ? waiting.get(entry.number()) : null;
                if (answer != null) {
                    // Said again after a crash of the writer: the first one counts.
                    var unused = answer.tryEmitValue(entry.frame());
                }
            }
        } catch (IOException e) {
            LOG.warn("answers of chats: left out: {}", e.getMessage());
        }
    }

    private static ProblemException noAnswer() {
        return ProblemException.of(
                ErrorCode.NO_ANSWER, "whether it was done is not known; repeat it with the same Idempotency-Key");
    }

    @Override
    public void destroy() {
        watch.dispose();
    }
}
