package com.eventfulhq.notification.receipt;

import com.eventfulhq.notification.ledger.Receipts.Applied;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what became of receipts. */
@Component
final class ReceiptMeters {

    private final Counter applied;
    private final Counter ignored;
    private final Counter parked;
    private final Counter givenUp;

    ReceiptMeters(MeterRegistry registry) {
        applied = counter(registry, "applied");
        ignored = counter(registry, "ignored");
        parked = counter(registry, "parked");
        givenUp = counter(registry, "given-up");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("eventful.notification.receipts")
                .description("Receipts of our deliveries, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    void applied(Applied batch) {
        applied.increment(batch.applied());
        ignored.increment(batch.ignored());
        parked.increment(batch.parked());
    }

    void gaveUp(long receipts) {
        givenUp.increment(receipts);
    }
}
