package com.eventfulhq.notification;

import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import com.eventfulhq.common.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Everything on a topic, as a subscriber of its own sees it. */
public final class TopicUnderTest implements AutoCloseable {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final LogReader reader;

    public TopicUnderTest(EngineUnderTest engine, String topic) {
        reader = engine.bean(LogReaders.class).read(topic, "test-" + UUID.randomUUID(), batch -> {
            records.addAll(batch);
            return Mono.empty();
        });
        reader.start();
    }

    /** The records that mention this, in the order of the log. */
    public List<LogRecord> about(String text) {
        return records.stream()
                .filter(record -> new String(record.data(), StandardCharsets.UTF_8).contains(text))
                .toList();
    }

    @Override
    public void close() {
        reader.stop();
    }
}
