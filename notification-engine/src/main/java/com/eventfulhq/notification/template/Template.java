package com.eventfulhq.notification.template;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to say, on which channels.
 *
 * @param channels            in order of preference
 * @param whatsappTemplate    the approved WhatsApp template that says the same; null if there is none
 * @param whatsappVariables   the variables behind {{1}}..{{n}} of it, in order
 */
public record Template(
        UUID templateId,
        String name,
        int version,
        List<String> channels,
        @Nullable String subject,
        String body,
        @Nullable String whatsappTemplate,
        String whatsappLanguage,
        List<String> whatsappVariables) {}
