package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks at the log from outside, with a client of its own and no group. */
final class LogContents implements AutoCloseable {

    private static final String INGEST = "hub.ingest";
    private static final String DEAD_LETTERS = Topics.deadLettersOf("");
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final Admin admin;

    LogContents(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Kafka records of callbacks, each with one item or several, that the hub has not acknowledged yet. */
    long backlog() throws IOException, InterruptedException {
        var ends = ends(List.of(Topics.WHATSAPP_CALLBACKS));
        var committed = get(admin.listConsumerGroupOffsets(INGEST).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var known = committed.get(end.getKey());
                    return end.getValue() - (known == null ? 0 : known.offset());
                })
                .sum();
    }

    long deadLetters() throws IOException, InterruptedException {
        var topics = get(admin.listTopics().names()).stream()
                .filter(topic -> topic.endsWith(DEAD_LETTERS))
                .toList();
        return ends(topics).values().stream().mapToLong(end -> end).sum();
    }

    private Map<TopicPartition, Long> ends(List<String> topics) throws IOException, InterruptedException {
        var partitions = get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        var ends = new HashMap<TopicPartition, Long>();
        get(admin.listOffsets(partitions).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** How often each message stands on {@code whatsapp.callbacks}, by wamid. */
    Map<String, Integer> callbacks() {
        var times = new HashMap<String, Integer>();
        readAll(Topics.WHATSAPP_CALLBACKS, entry -> {
            if (entry.type().equals(CallbackType.MESSAGE)) {
                var message = Json.MAPPER
                        .readTree(entry.data())
                        .path("value")
                        .path("messages")
                        .path(0);
                times.merge(message.path("id").asString(""), 1, Integer::sum);
            }
        });
        return times;
    }

    /** What was told of the crowd's messages, in the order of each partition. */
    List<Facts.Published> published() {
        var published = new ArrayList<Facts.Published>();
        readAll(Topics.WHATSAPP_EVENTS, entry -> {
            if (entry.type().equals(WhatsAppEvent.MESSAGE_RECEIVED)) {
                var event = Json.read(entry.data(), WhatsAppEvent.MessageReceived.class);
                if (event.text() != null && event.text().startsWith(Crowd.MARK)) {
                    published.add(new Facts.Published(
                            entry.id(),
                            event.whatsappMessageId(),
                            event.messageId().toString()));
                }
            }
        });
        return published;
    }

    private void readAll(String topic, Consumer<LogRecord> take) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(kafka -> LogRecord.of(kafka).forEach(take));
            }
        }
    }

    private static <T> T get(KafkaFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the log does not answer", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
