package com.eventfulhq.common.log;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The writing side of the log: idempotent, acknowledged by all in-sync replicas.
 *
 * <p>It talks to the Kafka producer directly: {@code send} only places a record into a buffer, and one callback per record is
 * all the machinery an acknowledgement needs. The bytes in flight are bounded below the producer's own buffer, so that
 * {@code send} never waits for room on the caller's thread; topics are looked up once at start for the same reason.
 */
public final class EventLog implements DisposableBean {

    /** Attributes, key and framing of a record, about; only for the in-flight bound. */
    private static final int OVERHEAD_BYTES = 256;

    private final KafkaProducer<String, byte[]> producer;
    private final Duration timeout;
    private final long maxInFlight;
    private final AtomicLong inFlight = new AtomicLong();

    public EventLog(LogSettings settings) {
        this.timeout = settings.append().timeout();
        this.maxInFlight = settings.append().maxInFlight().toBytes();
        this.producer = new KafkaProducer<>(configuration(settings), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> configuration(LogSettings settings) {
        var append = settings.append();
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, append.linger().toMillis()),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, (int)
                        append.batchSize().toBytes()),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, append.compression()),
                // Twice the bound on bytes in flight: batches are allocated whole.
                Map.entry(
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        2 * append.maxInFlight().toBytes()),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 100),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500),
                Map.entry(
                        ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                        Duration.ofHours(24).toMillis()));
    }

    /**
     * Looks a topic up, so that the first append to it need not. Blocks; for start-up only.
     *
     * @return whether the log answered
     */
    public boolean warm(String topic) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (org.apache.kafka.common.KafkaException e) {
            return false;
        }
    }

    /**
     * Appends all entries, in their order per key.
     *
     * @return completes when every entry is acknowledged; fails with {@link LogUnavailable} otherwise, and then any part of
     *     them may have been written
     */
    public Mono<Void> append(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return Mono.empty();
        }
        return Mono.<Void>create(sink -> send(entries, sink))
                .timeout(timeout, Mono.error(() -> new LogUnavailable("log: no acknowledgement within " + timeout)));
    }

    private void send(List<LogEntry> entries, MonoSink<Void> sink) {
        long bytes = 0;
        for (var entry : entries) {
            bytes += entry.data().length + OVERHEAD_BYTES;
        }
        if (inFlight.addAndGet(bytes) > maxInFlight) {
            inFlight.addAndGet(-bytes);
            sink.error(new LogUnavailable("log: more than " + maxInFlight + " bytes wait for acknowledgement"));
            return;
        }
        var acknowledgement = new Acknowledgement(entries.size(), bytes, sink);
        for (var entry : entries) {
            try {
                var unused = producer.send(toRecord(entry), (metadata, error) -> acknowledgement.settle(error));
            } catch (RuntimeException e) {
                acknowledgement.settle(e);
            }
        }
    }

    private static ProducerRecord<String, byte[]> toRecord(LogEntry entry) {
        var kafka = new ProducerRecord<>(entry.topic(), entry.key(), entry.data());
        var event = entry.event();
        var headers = kafka.headers();
        headers.add(CloudEvent.ID, utf8(event.id()));
        headers.add(CloudEvent.TYPE, utf8(event.type()));
        headers.add(CloudEvent.SOURCE, utf8(event.source()));
        headers.add(CloudEvent.TIME, utf8(event.time().toString()));
        headers.add(TraceContext.HEADER, utf8(event.trace().traceparent()));
        return kafka;
    }

    /** A record moved as it is, with further headers: for dead letters and their replay. */
    Mono<Void> forward(String topic, LogRecord record, Map<String, String> further) {
        var kafka = new ProducerRecord<>(topic, null, record.key(), record.data(), record.headers());
        further.forEach((name, value) -> kafka.headers().remove(name).add(name, utf8(value)));
        return Mono.<Void>create(sink -> {
                    var unused = producer.send(kafka, (metadata, error) -> {
                        if (error == null) {
                            sink.success();
                        } else {
                            sink.error(new LogUnavailable("log: " + error.getMessage(), error));
                        }
                    });
                })
                .timeout(timeout.multipliedBy(5));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that wait for an acknowledgement now. */
    public long inFlightBytes() {
        return inFlight.get();
    }

    @Override
    public void destroy() {
        producer.close(Duration.ofSeconds(5));
    }

    /** Completes one append when its last record is acknowledged, or with its first error. */
    private final class Acknowledgement {
        private final AtomicInteger outstanding;
        private final long bytes;
        private final MonoSink<Void> sink;

        Acknowledgement(int records, long bytes, MonoSink<Void> sink) {
            this.outstanding = new AtomicInteger(records);
            this.bytes = bytes;
            this.sink = sink;
        }

        void settle(@Nullable Exception error) {
            if (error != null) {
                sink.error(new LogUnavailable("log: " + error.getMessage(), error));
            }
            if (outstanding.decrementAndGet() == 0) {
                inFlight.addAndGet(-bytes);
                sink.success();
            }
        }
    }
}
