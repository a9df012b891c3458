package com.eventfulhq.common.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * The writing side of the log: idempotent, acknowledged by all in-sync replicas.
 *
 * <p>It talks to the Kafka producer directly: {@code send} only places a record into a buffer, and one callback per record is
 * all the machinery an acknowledgement needs. The bytes in flight are bounded below the producer's own buffer, so that
 * {@code send} never waits for room on the caller's thread; topics are looked up elsewhere for the same reason.
 */
public final class EventLog implements DisposableBean {

    /** Attributes, key and framing of a record, about; only for the in-flight bound. */
    private static final int OVERHEAD_BYTES = 256;

    /** How late a time-out may be told. One sweep for all, because a timer per append costs more than the append. */
    private static final long SWEEP_MILLIS = 25;

    private final KafkaProducer<String, byte[]> producer;
    private final Duration timeout;
    private final long maxInFlight;
    private final int parcelBytes;
    private final AtomicLong inFlight = new AtomicLong();
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private final Queue<Acknowledgement> waiting = new ConcurrentLinkedQueue<>();
    private final Disposable sweeper;
    private final LookUps lookUps;

    public EventLog(LogSettings settings) {
        this.timeout = settings.append().timeout();
        this.parcelBytes = Math.toIntExact(settings.append().parcel().toBytes());
        this.maxInFlight = settings.append().maxInFlight().toBytes();
        this.lookUps = new LookUps(this::finds, timeout);
        this.producer = new KafkaProducer<>(configuration(settings), new StringSerializer(), new ByteArraySerializer());
        this.sweeper = Schedulers.parallel()
                .schedulePeriodically(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
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
     * Looks a topic up, so that the first append to it need not. Blocks for a moment; for start-up only.
     *
     * @return whether the log answered
     */
    public boolean warm(String topic) {
        return finds(topic, System.nanoTime());
    }

    /** A busy broker may need more than the moment one look takes. */
    private boolean finds(String topic, long deadlineNanos) {
        while (!knows(topic)) {
            try {
                int count = producer.partitionsFor(topic).size();
                if (count == 0) {
                    return false;
                }
                partitions.put(topic, count);
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                if (deadlineNanos - System.nanoTime() <= 0) {
                    return false;
                }
            } catch (KafkaException e) {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends all entries, in their order per key.
     *
     * @return completes when every entry is acknowledged; fails with {@link LogUnavailable} otherwise, and then any part of
     *     them may have been written
     */
    public Mono<Void> append(List<LogEntry> entries) {
        return append(entries, this::toRecords);
    }

    /**
     * The same, with entries of one partition packed into as few Kafka records as {@link LogSettings.Append#parcel} allows: for
     * topics that only our own readers read, where a record each costs more than the entries. Partitions are those the keys
     * would have without packing.
     */
    public Mono<Void> appendPacked(List<LogEntry> entries) {
        return append(entries, this::toParcels);
    }

    private Mono<Void> append(
            List<LogEntry> entries, Function<List<LogEntry>, List<ProducerRecord<String, byte[]>>> toRecords) {
        if (entries.isEmpty()) {
            return Mono.empty();
        }
        return Mono.create(sink -> {
            if (!lookUps.holds() && knowsTopicsOf(entries)) {
                send(toRecords.apply(entries), sink);
            } else {
                lookUps.hold(entries, () -> send(toRecords.apply(entries), sink), sink::error);
            }
        });
    }

    private boolean knows(String topic) {
        return partitions.containsKey(topic);
    }

    private boolean knowsTopicsOf(List<LogEntry> entries) {
        String last = "";
        for (var entry : entries) {
            if (!entry.topic().equals(last)) {
                last = entry.topic();
                if (!knows(last)) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<ProducerRecord<String, byte[]>> toRecords(List<LogEntry> entries) {
        var headers = new HeaderBytes();
        var records = new ArrayList<ProducerRecord<String, byte[]>>(entries.size());
        for (var entry : entries) {
            records.add(headers.toRecord(entry));
        }
        return records;
    }

    private List<ProducerRecord<String, byte[]>> toParcels(List<LogEntry> entries) {
        var packer = new Packer(partitions, parcelBytes);
        entries.forEach(packer::add);
        return packer.take();
    }

    private void send(List<ProducerRecord<String, byte[]>> records, MonoSink<Void> sink) {
        long bytes = 0;
        for (var kafka : records) {
            bytes += kafka.value().length + OVERHEAD_BYTES;
        }
        if (inFlight.addAndGet(bytes) > maxInFlight) {
            inFlight.addAndGet(-bytes);
            sink.error(new LogUnavailable("log: more than " + maxInFlight + " bytes wait for acknowledgement"));
            return;
        }
        var acknowledgement = new Acknowledgement(records.size(), bytes, System.nanoTime() + timeout.toNanos(), sink);
        waiting.add(acknowledgement);
        for (int i = 0; i < records.size(); i++) {
            // Without its connection each send may wait a moment for metadata: one such wait, not one per record.
            if (acknowledgement.failed) {
                acknowledgement.skip(records.size() - i);
                return;
            }
            try {
                var unused = producer.send(records.get(i), acknowledgement);
            } catch (RuntimeException e) {
                acknowledgement.settle(e);
            }
        }
    }

    /** Tells those who waited long enough. Oldest first, and all wait equally long, so the first that may go on ends it. */
    private void sweep() {
        long now = System.nanoTime();
        for (var oldest = waiting.peek(); oldest != null; oldest = waiting.peek()) {
            if (!oldest.settled()) {
                if (oldest.deadlineNanos - now > 0) {
                    return;
                }
                oldest.expire();
            }
            waiting.poll();
        }
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
        sweeper.dispose();
        lookUps.dispose();
        producer.close(Duration.ofSeconds(5));
    }

    /** Completes one append when its last record is acknowledged, or with its first error, or when its time is over. */
    private final class Acknowledgement implements Callback {
        private final AtomicInteger outstanding;
        private final long bytes;
        private final long deadlineNanos;
        private final MonoSink<Void> sink;
        private volatile boolean failed;
        private boolean over;

        Acknowledgement(int records, long bytes, long deadlineNanos, MonoSink<Void> sink) {
            this.outstanding = new AtomicInteger(records);
            this.bytes = bytes;
            this.deadlineNanos = deadlineNanos;
            this.sink = sink;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
            settle(error);
        }

        void settle(@Nullable Exception error) {
            if (error != null) {
                fail(new LogUnavailable("log: " + error.getMessage(), error));
            }
            done(1);
        }

        /** Records that were never handed to the producer, because an earlier one failed. */
        void skip(int records) {
            done(records);
        }

        private void done(int records) {
            if (outstanding.addAndGet(-records) == 0) {
                inFlight.addAndGet(-bytes);
                if (endsNow()) {
                    sink.success();
                }
            }
        }

        boolean settled() {
            return failed || outstanding.get() == 0;
        }

        void expire() {
            fail(new LogUnavailable("log: no acknowledgement within " + timeout));
        }

        private void fail(LogUnavailable error) {
            failed = true;
            if (endsNow()) {
                sink.error(error);
            }
        }

        /** Whoever comes first tells the caller; error, time-out and success may meet on three threads. */
        private synchronized boolean endsNow() {
            boolean first = !over;
            over = true;
            return first;
        }
    }
}
