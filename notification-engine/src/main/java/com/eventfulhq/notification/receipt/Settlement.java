package com.eventfulhq.notification.receipt;

import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.deliver.NotificationEvents;
import com.eventfulhq.notification.ledger.Receipt;
import com.eventfulhq.notification.ledger.Receipts;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Applies receipts, then tells what moved, under ids that make a repeat recognisable. */
@Component
final class Settlement {

    private final Receipts receipts;
    private final NotificationEvents events;
    private final ReceiptMeters meters;

    Settlement(Receipts receipts, NotificationEvents events, ReceiptMeters meters) {
        this.receipts = receipts;
        this.events = events;
        this.meters = meters;
    }

    Mono<Void> settle(List<Receipt> batch) {
        return receipts.apply(batch)
                .doOnNext(meters::applied)
                .flatMap(applied -> events.publish(
                        applied.told().stream().map(Settlement::event).toList()));
    }

    private static NotificationEvents.Identified event(Receipts.Moved moved) {
        return new NotificationEvents.Identified(
                moved.delivery().deliveryId() + ":" + moved.delivery().status(),
                TraceContext.continued(moved.traceparent()),
                moved.event());
    }
}
