package com.eventfulhq.common.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Appends whose topics are not known yet: the first to a topic, or a start without a log. Looking up waits, and the caller may be
 * an event loop; so it is done elsewhere, and whatever is appended meanwhile comes after, or the second append would overtake
 * the first.
 */
final class LookUps {

    private final Search search;
    private final long timeoutNanos;
    private final Scheduler.Worker worker = Schedulers.boundedElastic().createWorker();
    private final AtomicInteger held = new AtomicInteger();
    private final Map<String, Long> missedAt = new ConcurrentHashMap<>();

    /** Knows topics, if need be after asking the log. */
    interface Search {

        /** Whether there is such a topic; may wait until then, in {@link System#nanoTime}. */
        boolean finds(String topic, long deadlineNanos);
    }

    /** @param timeout longest time an append may wait for its topic, once it is its turn */
    LookUps(Search search, Duration timeout) {
        this.search = search;
        this.timeoutNanos = timeout.toNanos();
    }

    /** Whether appends are held, so that the next one has to wait its turn. */
    boolean holds() {
        return held.get() > 0;
    }

    /** Runs one or the other, after those held before. */
    void hold(List<LogEntry> entries, Runnable send, Consumer<Throwable> refuse) {
        held.incrementAndGet();
        long since = System.nanoTime();
        try {
            var unused = worker.schedule(() -> {
                try {
                    @Nullable String missing = missing(entries, since);
                    if (missing == null) {
                        send.run();
                    } else {
                        refuse.accept(new LogUnavailable("log: does not know topic " + missing));
                    }
                } catch (RuntimeException e) {
                    // Whoever waits hears of it; on this thread nobody else would.
                    refuse.accept(e);
                } finally {
                    held.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            held.decrementAndGet();
            refuse.accept(new LogUnavailable("log: too many appends wait for their topic", e));
        }
    }

    private @Nullable String missing(List<LogEntry> entries, long since) {
        return entries.stream()
                .map(LogEntry::topic)
                .distinct()
                .filter(topic -> !found(topic, since))
                .findFirst()
                .orElse(null);
    }

    /** What was looked up in vain while an append was held is not looked up again for it: nobody waits for more than one try. */
    private boolean found(String topic, long since) {
        @Nullable Long missed = missedAt.get(topic);
        if (missed != null && missed - since > 0) {
            return false;
        }
        boolean found = search.finds(topic, System.nanoTime() + timeoutNanos);
        if (found) {
            missedAt.remove(topic);
        } else {
            missedAt.put(topic, System.nanoTime());
        }
        return found;
    }

    void dispose() {
        worker.dispose();
    }
}
