package com.eventfulhq.notification.receipt;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.deliver.NotificationEvents;
import com.eventfulhq.notification.ledger.Receipt;
import com.eventfulhq.notification.ledger.Receipts;
import com.eventfulhq.notification.ledger.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Reads what the hub decided and takes from it what concerns our deliveries: statuses that carry one of our references. */
@Configuration(proxyBeanMethods = false)
class ReceiptConsumer {

    private static final String GROUP = "engine.receipt";

    private final Receipts receipts;
    private final NotificationEvents events;

    ReceiptConsumer(Receipts receipts, NotificationEvents events) {
        this.receipts = receipts;
        this.events = events;
    }

    @Bean
    LogReader receiptReader(LogReaders readers) {
        return readers.read(Topics.WHATSAPP_EVENTS, GROUP, this::take);
    }

    private Mono<Void> take(List<LogRecord> batch) {
        List<Receipt> ours = new ArrayList<>();
        for (var record : batch) {
            var receipt = receipt(record);
            if (receipt != null) {
                ours.add(receipt);
            }
        }
        if (ours.isEmpty()) {
            return Mono.empty();
        }
        return receipts.apply(ours)
                .flatMap(moved -> events.publish(moved.stream()
                        .map(change -> new NotificationEvents.Identified(
                                change.delivery().deliveryId() + ":"
                                        + change.delivery().status(),
                                TraceContext.start(),
                                change.event()))
                        .toList()));
    }

    private static @Nullable Receipt receipt(LogRecord record) {
        if (!record.type().equals(WhatsAppEvent.MESSAGE_STATUS)) {
            return null;
        }
        try {
            var event = Json.read(record.data(), WhatsAppEvent.class);
            return event instanceof WhatsAppEvent.MessageStatus status ? receipt(status) : null;
        } catch (JacksonException e) {
            throw new RecordRejected(record, "whatsapp event: " + e.getMessage(), e);
        }
    }

    /** A reference that is not one of our ids is somebody else's. */
    private static @Nullable Receipt receipt(WhatsAppEvent.MessageStatus status) {
        var reference = status.reference();
        if (reference == null) {
            return null;
        }
        try {
            var code = status.errorCode();
            return new Receipt(
                    DeliveryId.parse(reference),
                    Standing.ofWhatsApp(status.status()),
                    status.providerTimestamp(),
                    status.whatsappMessageId(),
                    code == null ? null : Integer.toString(code),
                    status.errorTitle());
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
