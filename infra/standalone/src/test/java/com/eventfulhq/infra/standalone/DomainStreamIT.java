package com.eventfulhq.infra.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import com.eventfulhq.infra.simulator.domain.EventStories;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@RealServers
class DomainStreamIT {

    private static final EventCatalogue CATALOGUE = EventCatalogue.load();
    private static final int COUNT = 500;
    private static final int FAST = 1_000_000;

    @Test
    void whatWasPublishedIsOnTheLogKeyedByWhatItIsAbout(TestServers servers) {
        var events = new DomainEvents(CATALOGUE);
        try (var consumer = consumer(servers);
                var publisher = DomainPublisher.to(servers.kafkaBootstrapServers(), events)) {
            toTheEnd(consumer);
            var stories = new EventStories(CATALOGUE, DomainStream.demoWorld(), 1);

            var told = new DomainStream(stories, publisher, Clock.systemUTC()).publish(COUNT, FAST);

            assertThat(told.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(COUNT);
            assertThat(take(consumer, COUNT)).allSatisfy(record -> {
                var read = (DomainEvents.Decoded.Read) events.decode(record.value());
                assertThat(record.key()).isEqualTo(String.valueOf(read.event().relatedEntityId()));
                assertThat(header(record, CloudEvent.TYPE))
                        .isEqualTo(read.event().type());
                assertThat(header(record, CloudEvent.ID))
                        .isEqualTo(read.event().eventId().toString());
            });
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(TestServers servers) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafkaBootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static void toTheEnd(KafkaConsumer<String, byte[]> consumer) {
        var partitions = consumer.partitionsFor(Topics.DOMAIN_EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    private static List<ConsumerRecord<String, byte[]>> take(KafkaConsumer<String, byte[]> consumer, int count) {
        var taken = new ArrayList<ConsumerRecord<String, byte[]>>();
        for (int empty = 0; taken.size() < count && empty < 10; ) {
            var polled = consumer.poll(Duration.ofSeconds(1));
            polled.forEach(taken::add);
            empty = polled.isEmpty() ? empty + 1 : 0;
        }
        assertThat(taken).hasSize(count);
        return taken;
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
