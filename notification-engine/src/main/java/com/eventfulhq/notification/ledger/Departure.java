package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.notification.render.Content;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that has not left yet, as it was written down.
 *
 * @param createdAt when the notification was written down
 * @param expiresAt after this moment it is no longer worth delivering; null: never
 */
public record Departure(
        DeliveryId deliveryId,
        NotificationId notificationId,
        UserId recipient,
        String address,
        Content content,
        Instant createdAt,
        @Nullable Instant expiresAt) {}
