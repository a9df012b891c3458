package com.eventfulhq.notification.ledger;

import com.eventfulhq.notification.plan.Plan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What deliveries show: where they get to on each channel, and how long it takes until they are there. */
@Component
public final class DeliveryMeters {

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    DeliveryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(String channel, String outcome) {}

    /** A provider's queue has it; a repeat after a crash counts again. */
    public void handedOver(String channel) {
        count(channel, "handed-over");
    }

    void begun(Intent intent) {
        if (intent.status().equals(Standing.FAILED)) {
            count(intent.step().channel(), Standing.FAILED);
        }
    }

    void moved(ReceiptPlan.Move move) {
        var delivery = move.from();
        var status = move.last().status();
        count(delivery.channel(), status);
        // Nobody says when an in-app notification is there: being told is as near as it gets.
        boolean there = delivery.channel().equals(Plan.IN_APP)
                ? status.equals(Standing.SENT)
                : Standing.arrives(delivery.status(), status);
        if (there) {
            var took = Duration.between(delivery.acceptedAt(), move.last().at());
            timer(delivery.channel()).record(took.isNegative() ? Duration.ZERO : took);
        }
    }

    private void count(String channel, String outcome) {
        counters.computeIfAbsent(new Key(channel, outcome), key -> Counter.builder("eventful.notification.deliveries")
                        .description("Deliveries, by channel and where they got to")
                        .tags("channel", key.channel(), "outcome", key.outcome())
                        .register(registry))
                .increment();
    }

    private Timer timer(String channel) {
        return timers.computeIfAbsent(channel, name -> Timer.builder("eventful.notification.delivery.time")
                .description("Time from the log's taking a request until its recipient has it")
                .tag("channel", name)
                .publishPercentileHistogram()
                .register(registry));
    }
}
