package com.eventfulhq.infra.standalone;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.catalogue.DomainEvent;
import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes domain events as the services of the other domains would. For one thread. */
final class DomainPublisher implements AutoCloseable {

    private static final int MAX_BLOCK_MILLIS = 10_000;

    private final Producer<String, byte[]> producer;
    private final DomainEvents events;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    DomainPublisher(Producer<String, byte[]> producer, DomainEvents events) {
        this.producer = producer;
        this.events = events;
    }

    static DomainPublisher to(String kafka, DomainEvents events) {
        Map<String, Object> configuration = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                MAX_BLOCK_MILLIS);
        return new DomainPublisher(
                new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer()), events);
    }

    /**
     * Hands it to the producer.
     *
     * @throws IllegalStateException if an earlier one was not taken
     */
    void publish(DomainEvent event) {
        requireTaken();
        var entry = events.encode(event, TraceContext.start());
        var unused = producer.send(
                new ProducerRecord<>(entry.topic(), null, entry.key(), entry.data(), headers(entry)),
                (metadata, error) -> failure.compareAndSet(null, error));
    }

    /** @throws IllegalStateException if one was not taken */
    void awaitAcknowledged() {
        producer.flush();
        requireTaken();
    }

    private void requireTaken() {
        var error = failure.get();
        if (error != null) {
            throw new IllegalStateException("Kafka did not take an event: " + error.getMessage(), error);
        }
    }

    private static List<Header> headers(LogEntry entry) {
        var event = entry.event();
        return List.of(
                header(CloudEvent.ID, event.id()),
                header(CloudEvent.TYPE, event.type()),
                header(CloudEvent.SOURCE, event.source()),
                header(CloudEvent.TIME, event.time().toString()),
                header(TraceContext.HEADER, event.trace().traceparent()));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
