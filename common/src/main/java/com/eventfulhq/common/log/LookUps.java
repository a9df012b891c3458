package com.eventfulhq.common.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Appends whose topics are not known yet: the first to a topic, or a start without a log. Looking up waits, and the caller may be
 * an event loop; so it is done elsewhere, and whatever is appended meanwhile comes after, or the second append would overtake
 * the first.
 */
final class LookUps {

    private final Predicate<String> finds;
    private final Scheduler.Worker worker = Schedulers.boundedElastic().createWorker();
    private final AtomicInteger held = new AtomicInteger();
    private final Map<String, Long> missedAt = new ConcurrentHashMap<>();

    /** @param finds whether a topic is known, if need be after asking the log; may wait */
    LookUps(Predicate<String> finds) {
        this.finds = finds;
    }

    /** Whether appends are held, so that the next one has to wait its turn. */
    boolean holds() {
        return held.get() > 0;
    }

    /** Runs one or the other, after those held before. */
    void hold(List<LogEntry> entries, Runnable send, Consumer<LogUnavailable> refuse) {
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
        boolean found = finds.test(topic);
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
