package com.eventfulhq.common.log;

import static java.util.Objects.requireNonNull;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.infra.embedded.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A topic of its own for every test, with what is needed to write to it and read from it. */
final class LogFixtures {

    final String topic = "test." + UUID.randomUUID();
    final LogSettings settings;
    final EventLog log;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    LogFixtures(Map<String, String> properties) throws Exception {
        settings = bind(properties);
        log = new EventLog(settings);
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", TestServers.get().kafkaBootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1), new NewTopic(topic + ".dlt", 1, (short) 1)))
                    .all()
                    .get();
        }
        // A broker announces a new topic a moment after it was created.
        org.awaitility.Awaitility.await().until(() -> log.warm(topic) && log.warm(topic + ".dlt"));
    }

    private static LogSettings bind(Map<String, String> properties) {
        var all = new java.util.HashMap<>(properties);
        all.put("eventful.log.bootstrap-servers", TestServers.get().kafkaBootstrapServers());
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("eventful.log", LogSettings.class);
    }

    LogSettings with(Map<String, String> properties) {
        return bind(properties);
    }

    LogReader reader(String topic, BatchHandler handler) {
        return reader(topic, settings, handler);
    }

    LogReader reader(String topic, LogSettings settings, BatchHandler handler) {
        return new LogReaders(settings, log, registry, Clock.systemUTC()).read(topic, "group-" + topic, handler);
    }

    LogEntry entry(String key, String data) {
        return new LogEntry(
                topic,
                key,
                new CloudEvent(
                        UUID.randomUUID().toString(), "test.happened", "/test", Instant.EPOCH, TraceContext.start()),
                data.getBytes(StandardCharsets.UTF_8));
    }

    void append(LogEntry... entries) {
        log.append(List.of(entries)).block(Duration.ofSeconds(10));
    }

    /** The names of those whom the broker believes to be reading. */
    List<String> membersOf(String group) throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", TestServers.get().kafkaBootstrapServers()))) {
            var described = requireNonNull(admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group));
            return described.get().members().stream()
                    .map(member -> member.groupInstanceId().orElse("nameless"))
                    .toList();
        }
    }

    static String text(LogRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }

    /** Keeps what it is given. */
    static final class Kept {
        final List<LogRecord> records = new CopyOnWriteArrayList<>();

        List<String> texts() {
            return records.stream().map(LogFixtures::text).toList();
        }
    }
}
