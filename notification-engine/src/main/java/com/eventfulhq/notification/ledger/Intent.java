package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.render.Content;
import com.eventfulhq.notification.render.Rendering;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery before it is tried: written down first, so that a crash can leave nothing half done that nobody knows of. */
record Intent(DeliveryId deliveryId, NotificationId notificationId, Plan.Step step, Rendering rendering) {

    private static final String PERMANENT = "permanent";
    private static final String FIRST_ATTEMPT = ":1";

    static Intent of(NotificationId notification, Plan.Step step, Rendering rendering) {
        return new Intent(id(notification, step.channel()), notification, step, rendering);
    }

    /**
     * Made from what it delivers: should its row be lost (a database restored to an earlier moment) and the request be read again,
     * it is the same delivery. The hub knows the message by this id and does not send it twice, and receipts still find it.
     */
    static DeliveryId id(NotificationId notification, String channel) {
        var name = notification + ":" + channel + FIRST_ATTEMPT;
        return new DeliveryId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    String status() {
        return rendering instanceof Rendering.Unsendable ? Standing.FAILED : Standing.QUEUED;
    }

    @Nullable
    String content() {
        return rendering instanceof Rendering.Ready ready
                ? Json.MAPPER.writerFor(Content.class).writeValueAsString(ready.content())
                : null;
    }

    @Nullable
    String errorClass() {
        return rendering instanceof Rendering.Unsendable ? PERMANENT : null;
    }

    @Nullable
    String errorCode() {
        return rendering instanceof Rendering.Unsendable unsendable ? unsendable.code() : null;
    }

    @Nullable
    String errorDetail() {
        return rendering instanceof Rendering.Unsendable unsendable ? unsendable.reason() : null;
    }
}
