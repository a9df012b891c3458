package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.SmartLifecycle;

/**
 * The sockets of this node. When the node stops, they are sent elsewhere first, spread over a while: they should not all
 * arrive at the other nodes in the same instant.
 */
final class OpenSessions implements SmartLifecycle {

    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final int max;
    private final Duration drain;
    private volatile boolean running;

    OpenSessions(int max, Duration drain) {
        this.max = max;
        this.drain = drain;
    }

    /**
     * Whether one more may come.
     *
     * @throws ProblemException {@link ErrorCode#UNAVAILABLE} if not
     */
    void admit() {
        if (!running || open.size() >= max) {
            throw ProblemException.of(ErrorCode.UNAVAILABLE, "this node takes no more connections");
        }
    }

    void add(Session session) {
        open.add(session);
        if (!running) {
            session.end(Goodbye.DRAINING, Duration.ZERO);
        }
    }

    void remove(Session session) {
        open.remove(session);
    }

    int size() {
        return open.size();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Returns at once: the server's own graceful stop, which comes next, waits for open connections. */
    @Override
    public void stop() {
        running = false;
        for (var session : open) {
            session.end(
                    Goodbye.DRAINING,
                    drain.multipliedBy(ThreadLocalRandom.current().nextInt(100)).dividedBy(100));
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
