package com.eventfulhq.common.event;

import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to send through WhatsApp, on {@code whatsapp.sends} keyed {@code phone_number_id:user}.
 *
 * @param messageId     the row to send; the asker chooses it, so that a repeat is the same message
 * @param teamId        the team on whose behalf
 * @param phoneNumberId the business number to send from; null: the team's only active number
 * @param to            E.164 digits, or null if only {@code recipient} is known
 * @param recipient     a business-scoped user id, or null
 * @param text          free-form text; null for a template
 * @param template      an approved template; null for free-form text
 * @param reference     the asker's own key, echoed in every event of this message (a delivery id), or null
 * @param sendBefore    after this moment it is no longer worth sending; null: the sender's default
 */
public record SendRequested(
        MessageId messageId,
        TeamId teamId,
        @Nullable PhoneNumberId phoneNumberId,
        @Nullable String to,
        @Nullable String recipient,
        @Nullable Text text,
        @Nullable Template template,
        @Nullable String reference,
        @Nullable Instant sendBefore) {

    public static final String TYPE = "whatsapp.send.requested";

    /** Free-form text; allowed only inside the customer-service window. */
    public record Text(String body, boolean previewUrl) {}

    /**
     * A template in one language, its body parameters in the order of {{1}}..{{n}}.
     *
     * @param language as Meta spells it, for example {@code en_US}
     */
    public record Template(String name, String language, List<String> bodyParameters) {}
}
