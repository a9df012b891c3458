package com.eventfulhq.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was confirmed is there after the next start, however the last run ended. */
class UncleanStopIT {

    private static final String TOPIC = "domain.events";

    @TempDir
    Path directory;

    private final List<Integer> ports = List.of(FreePorts.any(), FreePorts.any(), FreePorts.any());
    private Process run;

    @BeforeEach
    void startsAndConfirmsData() throws Exception {
        run = startedInAJvmOfItsOwn();
        write();
    }

    @Test
    void recoversWhenTheJvmAndAllItsServersAreKilled() throws Exception {
        var everything = Stream.concat(run.descendants(), serversOf(directory)).toList();
        everything.forEach(ProcessHandle::destroyForcibly);
        run.destroyForcibly().waitFor();

        confirmedDataIsThereAgain();
    }

    @Test
    void recoversWhenOnlyTheJvmIsKilled() throws Exception {
        run.destroyForcibly().waitFor();

        confirmedDataIsThereAgain();
    }

    @Test
    void recoversWhenServersOutliveTheKilledJvm() throws Exception {
        var guards = run.children()
                .filter(child -> child.info().command().orElse("").endsWith("sh"))
                .toList();
        guards.forEach(ProcessHandle::destroyForcibly);
        run.destroyForcibly().waitFor();
        assertThat(serversOf(directory)).isNotEmpty();

        confirmedDataIsThereAgain();
    }

    @Test
    void nothingRunsOnWhenTheJvmIsKilled() throws Exception {
        run.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(serversOf(directory)).isEmpty());
    }

    private Process startedInAJvmOfItsOwn() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DurableServers.class.getName(),
                        directory.toString(),
                        ports.get(0).toString(),
                        ports.get(1).toString(),
                        ports.get(2).toString())
                .redirectErrorStream(true)
                .start();
        var output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        var lines = output.lines().takeWhile(line -> !line.equals("ready")).toList();
        assertThat(process.isAlive()).as(String.join("\n", lines)).isTrue();
        return process;
    }

    private void write() throws Exception {
        statement("CREATE TABLE kept (text text)");
        statement("INSERT INTO kept VALUES ('in PostgreSQL')");
        var unused = RedisCall.to(ports.get(1), "SET", "kept", "in Redis");
        // Redis syncs its file every second; what a killed process wrote is in the page cache at once.
        TopicCatalogue.createMissing("127.0.0.1:" + ports.get(2));
        var settings = Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + ports.get(2), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "kept", "in Kafka")).get(30, TimeUnit.SECONDS);
        }
    }

    private void confirmedDataIsThereAgain() throws Exception {
        try (var again = DurableServers.start(directory, ports)) {
            assertThat(kept(again)).isEqualTo("in PostgreSQL");
            assertThat(again.redis().get("kept")).isEqualTo("in Redis");
            assertThat(record(again.kafka())).isEqualTo("in Kafka");
        }
    }

    private static String record(KafkaNode kafka) {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
        }
    }

    private String kept(DurableServers.Started servers) throws SQLException {
        var address = servers.postgres().database("postgres");
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var rows = connection.createStatement().executeQuery("SELECT text FROM kept")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private void statement(String sql) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/postgres";
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Stream<ProcessHandle> serversOf(Path directory) {
        return Stream.concat(
                LeftOvers.find("postgres", directory.resolve("postgres")).stream(),
                LeftOvers.find("redis-server", directory.resolve("redis")).stream());
    }
}
