package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.gateway.realtime.chat.room.RoomMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What this room shows. Every meter is looked up once. */
final class ChatMeters implements RoomMeters {

    private final MeterRegistry registry;
    private final Timer answered;
    private final Counter unanswered;
    private final Counter refused;
    private final Counter repaired;
    private final Counter restarted;

    ChatMeters(MeterRegistry registry) {
        this.registry = registry;
        this.answered = Timer.builder("eventful.chat.answered")
                .description("From a command to its answer")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.unanswered = counter("eventful.chat.unanswered", "Commands nobody answered in time");
        this.refused = counter("eventful.chat.unlogged", "Commands the log did not take");
        this.repaired = counter("eventful.chat.repaired", "Events fetched because the bus had not brought them");
        this.restarted = counter("eventful.chat.restarted", "Rooms everybody had to begin again in");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Shows how many channels of inboxes and notifications are watched. */
    void show(Supplier<Number> watches) {
        Gauge.builder("eventful.realtime.watches", watches)
                .description("Live channels watched")
                .register(registry);
    }

    void answered(long nanos) {
        answered.record(nanos, TimeUnit.NANOSECONDS);
    }

    void unanswered() {
        unanswered.increment();
    }

    void unlogged() {
        refused.increment();
    }

    @Override
    public void repaired(long events) {
        repaired.increment(events);
    }

    @Override
    public void restarted() {
        restarted.increment();
    }
}
