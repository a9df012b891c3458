package com.eventfulhq.gateway.whatsapp;

import org.jspecify.annotations.Nullable;

/**
 * One record to write for a callback.
 *
 * @param type    one of {@link com.eventfulhq.common.event.CallbackType}
 * @param key     {@code phone_number_id:user}, so that what concerns one user stays in order; for what concerns no user, the
 *                number or else the account
 * @param seconds when it happened, as Meta says, in unix seconds; -1 if Meta does not say
 * @param data    a {@link com.eventfulhq.common.event.CallbackItem} as JSON, or the malformed body
 * @param reason  why it is in quarantine; null if it is not
 */
record Piece(
        String type,
        String key,
        long seconds,
        byte[] data,
        @Nullable String reason) {}
