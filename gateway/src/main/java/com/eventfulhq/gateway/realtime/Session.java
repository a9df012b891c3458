package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.gateway.realtime.socket.Connection;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Goodbye;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's commands, answered one after the other. Used on the connection's event loop only. */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final Desk desk;
    private final int maxErrors;

    /** Commands that came while one is being answered; the connection bounds them. */
    private @Nullable Queue<Command> waiting;

    private boolean answering;
    private int errors;

    Session(Connection connection, Desk desk, int maxErrors) {
        this.connection = connection;
        this.desk = desk;
        this.maxErrors = maxErrors;
    }

    void take(Command command) {
        connection.busy();
        if (!answering) {
            answer(command);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(command);
    }

    private void answer(Command command) {
        answering = true;
        var unused = desk.answer(command)
                .onErrorResume(error -> reactor.core.publisher.Mono.just(refusal(command, error)))
                .subscribe(this::answered);
    }

    private void answered(byte[] answer) {
        var loop = connection.loop();
        if (!loop.inEventLoop()) {
            loop.execute(() -> answered(answer));
            return;
        }
        connection.answer(Frame.text(answer));
        if (errors > maxErrors) {
            connection.end(Goodbye.TOO_MANY_ERRORS);
        }
        answering = false;
        connection.done();
        next();
    }

    private void next() {
        if (waiting == null || answering) {
            return;
        }
        var command = waiting.poll();
        if (command == null) {
            waiting = null;
        } else {
            answer(command);
        }
    }

    private byte[] refusal(Command command, Throwable error) {
        errors++;
        if (error instanceof ProblemException problem) {
            var detail = problem.getBody().getDetail();
            return Frames.error(
                    command.id(),
                    problem.code(),
                    detail == null ? problem.code().title() : detail);
        }
        LOG.error("socket: a command failed", error);
        return Frames.error(command.id(), ErrorCode.INTERNAL, ErrorCode.INTERNAL.title());
    }

    void close() {
        waiting = null;
        desk.close();
    }
}
