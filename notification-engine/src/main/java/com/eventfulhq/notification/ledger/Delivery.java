package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;

/** One attempt on one channel, as it stands. */
public record Delivery(
        DeliveryId deliveryId, NotificationId notificationId, String channel, String address, String status) {}
