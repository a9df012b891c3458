package com.eventfulhq.hub.whatsapp.send;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What sending shows: how each turn of a message ended, and how long the pace made it wait. */
@Component
final class SendMeters {

    private final MeterRegistry registry;
    private final Map<String, Counter> turns = new ConcurrentHashMap<>();
    private final Timer waits;

    SendMeters(MeterRegistry registry) {
        this.registry = registry;
        this.waits = Timer.builder("eventful.send.pace.wait")
                .description("Time a message waited inside the sender for its number's or its pair's pace")
                .register(registry);
    }

    /** @param end one of our own names, never anything from outside */
    void count(String end) {
        turns.computeIfAbsent(end, name -> Counter.builder("eventful.send.turns")
                        .description("Turns of messages in the sender, by how they ended")
                        .tag("end", name)
                        .register(registry))
                .increment();
    }

    void paced(Duration wait) {
        waits.record(wait);
    }
}
