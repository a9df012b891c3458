package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.render.Rendered;
import com.eventfulhq.notification.render.Rendering;
import com.eventfulhq.notification.template.Template;
import java.time.Instant;
import java.util.List;

/**
 * A notification as it is decided, before it is written down.
 *
 * @param acceptedAt when the log took the request
 */
public record NewNotification(
        NotificationId notificationId,
        NotificationRequested request,
        Template template,
        Plan plan,
        Rendered rendered,
        Instant acceptedAt) {

    /** Its deliveries, one per channel, as they begin. */
    List<Intent> intents() {
        return plan.steps().stream()
                .map(step -> Intent.of(notificationId, step, Rendering.of(step, request, template, rendered)))
                .toList();
    }

    /** Where it stands from the beginning. */
    String status() {
        var intents = intents();
        return intents.isEmpty()
                ? Standing.SUPPRESSED
                : Standing.of(intents.stream().map(Intent::status).toList());
    }
}
