package com.eventfulhq.notification.template;

import com.eventfulhq.common.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Whom to tell.
 *
 * @param whatsappNumber E.164 digits; null if there is none or it is not verified
 */
public record Recipient(UserId userId, @Nullable String whatsappNumber) {}
