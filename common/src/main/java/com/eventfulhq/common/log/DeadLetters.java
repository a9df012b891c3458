package com.eventfulhq.common.log;

import com.eventfulhq.common.event.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Puts a record that cannot be processed aside: untouched, with where it came from and why. */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_REASON = 2_000;

    private final EventLog log;
    private final MeterRegistry registry;
    private final Clock clock;

    DeadLetters(EventLog log, MeterRegistry registry, Clock clock) {
        this.log = log;
        this.registry = registry;
        this.clock = clock;
    }

    /** Completes when the dead letter is acknowledged. Its headers: {@code dlt_topic, dlt_partition, dlt_offset, dlt_index, dlt_group, dlt_reason, dlt_time}. */
    Mono<Void> bury(LogRecord record, String group, Throwable error) {
        var reason = reason(error);
        LOG.error(
                "{}/{}/{} goes to the dead letters of {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                group,
                reason);
        return log.forward(
                        Topics.deadLettersOf(record.topic()),
                        record,
                        Map.of(
                                "dlt_topic", record.topic(),
                                "dlt_partition", Integer.toString(record.partition()),
                                "dlt_offset", Long.toString(record.offset()),
                                "dlt_index", Integer.toString(record.index()),
                                "dlt_group", group,
                                "dlt_reason", reason,
                                "dlt_time", clock.instant().toString()))
                .doOnSuccess(
                        done -> registry.counter("eventful.log.dead.letters", "topic", record.topic(), "group", group)
                                .increment());
    }

    private static String reason(Throwable error) {
        var text = error.getClass().getSimpleName() + ": " + error.getMessage();
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    }
}
