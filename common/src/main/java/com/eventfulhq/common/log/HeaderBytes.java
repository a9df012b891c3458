package com.eventfulhq.common.log;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Writes the attributes of one append's events as headers. Events appended together mostly share source, type, time and
 * trace: each of these is encoded again only when it changes. For one append, on one thread.
 */
final class HeaderBytes {

    private @Nullable String type;
    private @Nullable Header typeHeader;
    private @Nullable String source;
    private @Nullable Header sourceHeader;
    private @Nullable Instant time;
    private @Nullable Header timeHeader;
    private @Nullable TraceContext trace;
    private @Nullable Header traceHeader;

    ProducerRecord<String, byte[]> toRecord(LogEntry entry) {
        var event = entry.event();
        var headers = List.of(
                header(CloudEvent.ID, event.id()),
                type(event.type()),
                source(event.source()),
                time(event.time()),
                trace(event.trace()));
        return new ProducerRecord<>(entry.topic(), null, entry.key(), entry.data(), headers);
    }

    private Header type(String value) {
        var header = typeHeader;
        if (header == null || !value.equals(type)) {
            header = header(CloudEvent.TYPE, value);
            type = value;
            typeHeader = header;
        }
        return header;
    }

    private Header source(String value) {
        var header = sourceHeader;
        if (header == null || !value.equals(source)) {
            header = header(CloudEvent.SOURCE, value);
            source = value;
            sourceHeader = header;
        }
        return header;
    }

    private Header time(Instant value) {
        var header = timeHeader;
        if (header == null || !value.equals(time)) {
            header = header(CloudEvent.TIME, value.toString());
            time = value;
            timeHeader = header;
        }
        return header;
    }

    private Header trace(TraceContext value) {
        var header = traceHeader;
        if (header == null || !value.equals(trace)) {
            header = header(TraceContext.HEADER, value.traceparent());
            trace = value;
            traceHeader = header;
        }
        return header;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
