package com.eventfulhq.common.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a reader shows: batch sizes, time per batch, and the age of the oldest record it has not finished. */
final class ReaderMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final DistributionSummary batchSize;
    private final Timer duration;
    private final Counter waits;
    private final Counter restarts;
    private final Set<Sample> underWay = ConcurrentHashMap.newKeySet();

    ReaderMeters(MeterRegistry registry, String topic, String group, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.batchSize = DistributionSummary.builder("eventful.log.batch.size")
                .tags("topic", topic, "group", group)
                .register(registry);
        this.duration = Timer.builder("eventful.log.batch.duration")
                .tags("topic", topic, "group", group)
                .publishPercentileHistogram()
                .register(registry);
        this.waits = registry.counter("eventful.log.waits", "topic", topic, "group", group);
        this.restarts = registry.counter("eventful.log.restarts", "topic", topic, "group", group);
        Gauge.builder("eventful.log.oldest.age", this, ReaderMeters::oldestAgeSeconds)
                .tags("topic", topic, "group", group)
                .baseUnit("seconds")
                .description("Age of the oldest record that is being worked on; 0 when nothing is")
                .register(registry);
    }

    /** A batch under way. Identity matters: two batches may have equal times. */
    static final class Sample {
        private final Instant oldest;
        private final Timer.Sample timer;

        private Sample(Instant oldest, Timer.Sample timer) {
            this.oldest = oldest;
            this.timer = timer;
        }
    }

    Sample started(List<LogRecord> batch) {
        batchSize.record(batch.size());
        var sample = new Sample(batch.getFirst().appendedAt(), Timer.start(registry));
        underWay.add(sample);
        return sample;
    }

    void finished(Sample sample) {
        underWay.remove(sample);
        sample.timer.stop(duration);
    }

    void waited() {
        waits.increment();
    }

    void restarted() {
        underWay.clear();
        restarts.increment();
    }

    private double oldestAgeSeconds() {
        var now = clock.instant();
        return underWay.stream()
                .mapToDouble(
                        sample -> java.time.Duration.between(sample.oldest, now).toMillis() / 1000.0)
                .max()
                .orElse(0);
    }
}
