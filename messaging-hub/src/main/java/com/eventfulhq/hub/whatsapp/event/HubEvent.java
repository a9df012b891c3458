package com.eventfulhq.hub.whatsapp.event;

import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;

/**
 * An event that is ready to be published.
 *
 * @param id    made of the row it tells about, for example {@code <message_id>:received} or {@code <message_id>:delivered}:
 *     published again after a crash it has the same id
 * @param time  when it happened
 * @param trace the trace of what caused it
 */
public record HubEvent(String id, Instant time, TraceContext trace, WhatsAppEvent event) {}
