package com.eventfulhq.hub.chat.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * Counts what became of commands: commands = events + repeats + the rest, which is answered without a number. And how long a batch took
 * until it was committed; what the log's reader took longer than that, it took to tell of it.
 */
final class ChatMeters {

    private final Counter commands;
    private final Counter events;
    private final Counter repeats;
    private final Timer written;

    ChatMeters(MeterRegistry registry) {
        commands = registry.counter("eventful.chat.commands");
        events = registry.counter("eventful.chat.events");
        repeats = registry.counter("eventful.chat.repeats");
        written = Timer.builder("eventful.chat.write.duration")
                .publishPercentileHistogram()
                .register(registry);
    }

    void written(Draft draft, long startNanos) {
        written.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        commands.increment(draft.commands().size());
        events.increment(draft.events().size());
        repeats.increment(draft.repeated().size());
    }
}
