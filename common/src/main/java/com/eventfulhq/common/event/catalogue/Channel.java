package com.eventfulhq.common.event.catalogue;

/** A way to a person or a team, as {@code notification_templates.channels} spells it. */
public enum Channel {
    EMAIL,
    WHATSAPP,
    PUSH,
    SMS,
    IN_APP,
    /** The team's own, for the event types it subscribed to. */
    WEBHOOK
}
