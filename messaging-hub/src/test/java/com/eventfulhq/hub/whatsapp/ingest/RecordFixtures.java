package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records as the reader of the log hands them over. */
final class RecordFixtures {

    static final Instant RECEIVED = Instant.parse("2026-09-10T10:00:00Z");

    private RecordFixtures() {}

    static LogRecord record(String type, String json) {
        return record(type, 0, 0, RECEIVED, json.getBytes(StandardCharsets.UTF_8));
    }

    /** An entry as if it had been read from this place. */
    static LogRecord at(int partition, long offset, LogEntry entry) {
        return record(entry.event().type(), partition, offset, Instant.now(), entry.data());
    }

    private static LogRecord record(String type, int partition, long offset, Instant received, byte[] data) {
        var headers = new RecordHeaders().add(CloudEvent.TYPE, type.getBytes(StandardCharsets.UTF_8));
        return new LogRecord(Topics.WHATSAPP_CALLBACKS, partition, offset, 0, "key", received, headers, data);
    }
}
