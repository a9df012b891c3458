package com.eventfulhq.common.event.catalogue;

/** What a notice of an event is, as {@code notification_templates.template_category} spells it. */
public enum Category {
    TRANSACTIONAL,
    /** Needs a consent per channel. */
    MARKETING,
    ALERT,
    REMINDER
}
