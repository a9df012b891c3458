package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.PhoneNumberId;
import org.jspecify.annotations.Nullable;

/** The business number a callback is for, as the callback says. */
public record BusinessNumber(
        PhoneNumberId phoneNumberId,
        String wabaId,
        @Nullable String displayPhoneNumber) {}
