package com.eventfulhq.infra.embedded;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Databases;
import com.redis.testcontainers.RedisContainer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Servers from a container engine on this machine. Testcontainers removes them when the JVM is gone. */
final class ContainerSource implements TestServerSource {

    private static final String SUPERUSER = "postgres";

    /**
     * Looks for the engine.
     *
     * @throws IllegalStateException if there is none
     */
    ContainerSource() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("containers: no container engine answers (expected: one, because " + CHOICE
                    + " is containers); start it, or build without -Ptestcontainers");
        }
    }

    @Override
    public PostgresServer postgres() throws IOException {
        int port = FreePorts.any();
        var container = new PostgreSQLContainer(ContainerImages.POSTGRES)
                .withUsername(SUPERUSER)
                .withPassword(SUPERUSER)
                .withDatabaseName(SUPERUSER)
                .withCommand("postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "jit=off");
        var address = new DatabaseAddress("127.0.0.1", port, SUPERUSER, SUPERUSER, SUPERUSER);
        return new Postgres(
                ContainerServer.start(container, port, 5432, () -> Databases.createIfMissing(address)), address);
    }

    @Override
    public RedisServer redis() throws IOException {
        int port = FreePorts.any();
        var container = new RedisContainer(ContainerImages.REDIS);
        return new Redis(ContainerServer.start(container, port, 6379, () -> RedisCall.to(port, "PING")), port);
    }

    @Override
    public KafkaServer kafka() throws IOException {
        int port = FreePorts.any();
        var container = new KafkaContainer(ContainerImages.KAFKA)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", KafkaNode.MAX_RECORD)
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        var bootstrapServers = "127.0.0.1:" + port;
        return new Kafka(ContainerServer.start(container, port, 9092, () -> ask(bootstrapServers)), bootstrapServers);
    }

    private static String ask(String bootstrapServers) throws IOException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.describeCluster().clusterId().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void forget() {
        // Testcontainers does.
    }

    private record Postgres(ContainerServer server, DatabaseAddress address) implements PostgresServer {
        @Override
        public DatabaseAddress database(String name) {
            return address.in(name);
        }

        @Override
        public void start() throws IOException {
            server.start();
        }

        @Override
        public void stop() {
            server.stop();
        }
    }

    private record Redis(ContainerServer server, int port) implements RedisServer {
        @Override
        public void start() throws IOException {
            server.start();
        }

        @Override
        public void stop() {
            server.stop();
        }
    }

    private record Kafka(ContainerServer server, String bootstrapServers) implements KafkaServer {
        @Override
        public void start() throws IOException {
            server.start();
        }

        @Override
        public void stop() {
            server.stop();
        }
    }
}
