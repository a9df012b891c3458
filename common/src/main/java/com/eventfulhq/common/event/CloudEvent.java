package com.eventfulhq.common.event;

import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;

/**
 * The attributes of a CloudEvents 1.0 event in Kafka's binary mode: they travel as record headers ({@code ce_…}), the value
 * is the data. {@code specversion} is always 1.0 and {@code datacontenttype} always {@code application/json}.
 *
 * @param id      unique per source; the same event published twice has the same id
 * @param type    what happened, for example {@code whatsapp.message.received}
 * @param source  the service that says so, for example {@code /messaging-hub}
 * @param time    when it happened, not when it was published
 * @param trace   the trace this event belongs to
 */
public record CloudEvent(String id, String type, String source, Instant time, TraceContext trace) {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
}
