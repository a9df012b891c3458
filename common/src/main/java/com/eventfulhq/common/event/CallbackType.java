package com.eventfulhq.common.event;

/** The {@code ce_type} of a record on {@code whatsapp.callbacks}; its value is a {@link CallbackItem} as JSON, but for MALFORMED. */
public final class CallbackType {

    /** One element of {@code value.messages}. */
    public static final String MESSAGE = "whatsapp.callback.message";

    /** One element of {@code value.statuses}. */
    public static final String STATUS = "whatsapp.callback.status";

    /** A whole change that is neither: templates, account, preferences, errors, fields we do not know yet. */
    public static final String CHANGE = "whatsapp.callback.change";

    /** A callback with a valid signature that is not JSON, or not of Meta's envelope; the value is the body, byte for byte. */
    public static final String MALFORMED = "whatsapp.callback.malformed";

    private CallbackType() {}
}
