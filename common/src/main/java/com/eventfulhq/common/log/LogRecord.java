package com.eventfulhq.common.log;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read: its place on the log, its key, its attributes and its bytes.
 *
 * @param index      which entry of the Kafka record at that offset it is; 0 unless several were packed into one
 * @param appendedAt when the log took it
 */
public record LogRecord(
        String topic,
        int partition,
        long offset,
        int index,
        @Nullable String key,
        Instant appendedAt,
        Headers headers,
        byte[] data) {

    /** Bits of a {@link #position} that number the entries of one Kafka record; a parcel has fewer entries than that. */
    private static final int INDEX_BITS = 20;

    /** What a Kafka record carries: one record, or the entries packed into it. What cannot be unpacked is one record. */
    public static List<LogRecord> of(ConsumerRecord<String, byte[]> kafka) {
        if (Parcel.is(kafka)) {
            try {
                return Parcel.open(kafka);
            } catch (IOException e) {
                // Left as it is: whoever reads it finds a record without a type, and puts it aside.
                return List.of(single(kafka));
            }
        }
        return List.of(single(kafka));
    }

    private static LogRecord single(ConsumerRecord<String, byte[]> kafka) {
        byte @Nullable [] data = kafka.value();
        return new LogRecord(
                kafka.topic(),
                kafka.partition(),
                kafka.offset(),
                0,
                kafka.key(),
                Instant.ofEpochMilli(kafka.timestamp()),
                kafka.headers(),
                data == null ? new byte[0] : data);
    }

    /** The place within the partition as one number: in the order of the log, and no two records share it. */
    public long position() {
        return offset << INDEX_BITS | index;
    }

    /** The {@code ce_type}, or an empty text if the record carries none. */
    public String type() {
        var type = header(CloudEvent.TYPE);
        return type == null ? "" : type;
    }

    /** The {@code ce_id}, or the place on the log if the record carries none: unique either way. */
    public String id() {
        var id = header(CloudEvent.ID);
        return id == null ? topic + "/" + partition + "/" + position() : id;
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
