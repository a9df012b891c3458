package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.render.Rendered;
import com.eventfulhq.notification.template.Template;

/** A notification as it is decided, before it is written down. */
public record NewNotification(
        NotificationId notificationId,
        NotificationRequested request,
        Template template,
        Plan plan,
        Rendered rendered,
        TraceContext trace) {}
