package com.eventfulhq.infra.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** What cannot start says why in one sentence. */
class ConflictIT {

    @TempDir
    Path directory;

    @Test
    void namesTheServerAndThePortThatIsTaken() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> PostgresNode.start(directory, port, Durability.FAST))
                    .hasMessageStartingWith("PostgreSQL: port " + port + " is taken");
            assertThatThrownBy(() -> RedisNode.start(directory, port, Durability.FAST))
                    .hasMessageStartingWith("Redis: port " + port + " is taken");
            assertThatThrownBy(() -> KafkaNode.start(directory, port, KafkaFlush.PAGE_CACHE))
                    .hasMessageStartingWith("Kafka: port " + port + " is taken");
        }
    }

    @Test
    void leavesADirectoryToTheRunThatUsesIt() throws IOException {
        try (var first = RedisNode.start(directory, 0, Durability.DURABLE)) {
            assertThatThrownBy(() -> RedisNode.start(directory, 0, Durability.DURABLE, Duration.ofMillis(500)))
                    .hasMessageStartingWith("Redis: another run uses " + directory);

            first.flushAll();
        }
    }

    @Test
    void saysThatNoContainerEngineAnswers() {
        assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "there is an engine");

        assertThatThrownBy(ContainerSource::new).hasMessageStartingWith("containers: no container engine answers");
    }
}
