package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message a user wrote.
 *
 * @param type      as Meta spells it, in lower case: kinds we do not know are kept, too
 * @param text      what a person would read: text, caption, title of the button, emoji of the reaction
 * @param content   JSON of the typed part; null for plain text
 * @param replyTo   the message it answers, or null
 * @param writtenAt the message's own time
 */
public record InboundMessage(
        Wamid wamid,
        String type,
        @Nullable String text,
        @Nullable String content,
        @Nullable String replyTo,
        Instant writtenAt,
        LogPlace place,
        TraceContext trace) {}
