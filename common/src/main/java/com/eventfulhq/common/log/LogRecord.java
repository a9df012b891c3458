package com.eventfulhq.common.log;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read: its place on the log, its key, its attributes and its bytes.
 *
 * @param appendedAt when the log took it
 */
public record LogRecord(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        Instant appendedAt,
        Headers headers,
        byte[] data) {

    /** The {@code ce_type}, or an empty text if the record carries none. */
    public String type() {
        var type = header(CloudEvent.TYPE);
        return type == null ? "" : type;
    }

    /** The {@code ce_id}, or the place on the log if the record carries none: unique either way. */
    public String id() {
        var id = header(CloudEvent.ID);
        return id == null ? topic + "/" + partition + "/" + offset : id;
    }

    /** The trace this record belongs to; a new one if it carries none. */
    public TraceContext trace() {
        return TraceContext.continued(header(TraceContext.HEADER));
    }

    /** A header as text, or null. */
    public @Nullable String header(String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
