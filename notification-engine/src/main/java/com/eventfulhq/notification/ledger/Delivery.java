package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;

/**
 * One attempt on one channel, as it stands.
 *
 * @param acceptedAt when the log took the request
 */
public record Delivery(
        DeliveryId deliveryId,
        NotificationId notificationId,
        UserId recipient,
        String channel,
        String status,
        Instant acceptedAt) {

    Delivery at(String other) {
        return new Delivery(deliveryId, notificationId, recipient, channel, other, acceptedAt);
    }
}
