package com.eventfulhq.notification.receipt;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.notification.ledger.Receipt;
import com.eventfulhq.notification.ledger.Standing;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Reads what the hub decided and takes from it what concerns our deliveries: statuses of messages that carry our ids. */
@Configuration(proxyBeanMethods = false)
class ReceiptConsumer {

    private static final String GROUP = "engine.receipt";

    private final Settlement settlement;

    ReceiptConsumer(Settlement settlement) {
        this.settlement = settlement;
    }

    @Bean
    LogReader receiptReader(LogReaders readers) {
        return readers.read(Topics.WHATSAPP_EVENTS, GROUP, this::take);
    }

    private Mono<Void> take(List<LogRecord> batch) {
        var ours = batch.stream()
                .filter(record -> record.type().equals(WhatsAppEvent.MESSAGE_STATUS))
                .flatMap(ReceiptConsumer::receipt)
                .toList();
        return ours.isEmpty() ? Mono.empty() : settlement.settle(ours);
    }

    private static Stream<Receipt> receipt(LogRecord record) {
        try {
            var event = Json.read(record.data(), WhatsAppEvent.class);
            return event instanceof WhatsAppEvent.MessageStatus status && isOurs(status)
                    ? Stream.of(receipt(record, status))
                    : Stream.empty();
        } catch (JacksonException e) {
            throw new RecordRejected(record, "whatsapp event: " + e.getMessage(), e);
        }
    }

    /**
     * We give the hub a delivery's id as the message's id and as its reference. Others' references may look like one of our ids,
     * but they cannot choose the id of their message. States that are none of a delivery's say nothing of it.
     */
    private static boolean isOurs(WhatsAppEvent.MessageStatus status) {
        return status.messageId().toString().equals(status.reference())
                && !Standing.ofWhatsApp(status.status()).equals(Standing.QUEUED);
    }

    private static Receipt receipt(LogRecord record, WhatsAppEvent.MessageStatus status) {
        var code = status.errorCode();
        return new Receipt(
                new DeliveryId(status.messageId().value()),
                Standing.ofWhatsApp(status.status()),
                status.providerTimestamp(),
                status.whatsappMessageId(),
                code == null ? null : Integer.toString(code),
                status.errorTitle(),
                record.trace().traceparent());
    }
}
