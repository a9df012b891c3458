package com.eventfulhq.infra.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.infra.simulator.domain.EventStories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainStreamTest {

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());

    @Test
    void saysSoWhenKafkaDoesNotTakeAnEvent() {
        var catalogue = EventCatalogue.load();
        var publisher = new DomainPublisher(kafka, new DomainEvents(catalogue));
        var stories = new EventStories(catalogue, DomainStream.demoWorld(), 1);

        publisher.publish(stories.next(Clock.systemUTC().instant()));
        kafka.errorNext(new TimeoutException("nobody there"));

        assertThatThrownBy(publisher::awaitAcknowledged)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Kafka did not take an event: nobody there");
        assertThatThrownBy(
                        () -> publisher.publish(stories.next(Clock.systemUTC().instant())))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "ten", "1.5", "", "100000001", "99999999999999999999"})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> DomainStream.number(new String[] {text}, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a whole number from 1");
    }

    @Test
    void takesTheStandardForWhatIsNotSaid() {
        assertThat(DomainStream.number(new String[] {"7"}, 0, 1)).isEqualTo(7);
        assertThat(DomainStream.number(new String[] {"7"}, 1, 10)).isEqualTo(10);
    }

    @Test
    void findsKafkaWhereTheHouseWroteIt(@TempDir Path data) throws IOException {
        var place = Place.of(data, data);
        assertThatThrownBy(() -> DomainStream.kafka(place)).hasMessageContaining("written by ./hub up");

        Files.writeString(place.contract(), "{\"urls\":{}}");
        assertThatThrownBy(() -> DomainStream.kafka(place)).hasMessageContaining("found no kafka");

        Files.writeString(place.contract(), "{\"kafka\":{\"bootstrap_servers\":\"127.0.0.1:19092\"}}");
        assertThat(DomainStream.kafka(place)).isEqualTo("127.0.0.1:19092");
    }
}
