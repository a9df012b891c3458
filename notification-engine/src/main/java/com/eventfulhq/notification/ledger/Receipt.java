package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.id.DeliveryId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * News of a delivery.
 *
 * @param status      as deliveries have it
 * @param reason      of a failure, or of not sending
 * @param traceparent the trace of whoever brings it
 */
public record Receipt(
        DeliveryId deliveryId,
        String status,
        Instant at,
        @Nullable String providerMessageId,
        @Nullable String errorCode,
        @Nullable String reason,
        String traceparent) {}
