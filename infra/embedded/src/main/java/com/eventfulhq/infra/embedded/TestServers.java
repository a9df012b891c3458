package com.eventfulhq.infra.embedded;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Databases;
import com.eventfulhq.infra.database.Migrator;
import com.eventfulhq.infra.database.RolePasswords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a test run: started once per JVM by whoever asks first, stopped with the JVM. Databases are cheap: every test
 * class takes a new one, a copy of a migrated template.
 */
public final class TestServers {

    private static final String TEMPLATE = "eventful_template";
    private static final String PASSWORD = "test";

    private static @Nullable TestServers instance;

    private final PostgresServer postgres;
    private final RedisServer redis;
    private final KafkaServer kafka;
    private final AtomicInteger databases = new AtomicInteger();

    private TestServers(PostgresServer postgres, RedisServer redis, KafkaServer kafka) {
        this.postgres = postgres;
        this.redis = redis;
        this.kafka = kafka;
    }

    /** The servers of this JVM. */
    public static synchronized TestServers get() {
        var servers = instance;
        if (servers == null) {
            servers = startAll();
            instance = servers;
        }
        return servers;
    }

    private static TestServers startAll() {
        try {
            var source = TestServerSource.chosen();
            var postgres = later(() -> migrated(source.postgres()));
            var redis = later(source::redis);
            var kafka = later(() -> withTopics(source.kafka()));
            var servers = new TestServers(postgres.join(), redis.join(), kafka.join());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> servers.stopFor(source)));
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer migrated(PostgresServer postgres) throws IOException {
        var template = postgres.database(TEMPLATE);
        Databases.createIfMissing(template);
        Migrator.migrate(template, RolePasswords.same(PASSWORD));
        return postgres;
    }

    private static KafkaServer withTopics(KafkaServer kafka) throws IOException {
        TopicCatalogue.createMissing(kafka.bootstrapServers());
        return kafka;
    }

    private static <T> CompletableFuture<T> later(Start<T> start) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return start.run();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private interface Start<T> {
        T run() throws IOException;
    }

    private void stopFor(TestServerSource source) {
        try {
            kafka.stop();
            redis.stop();
            postgres.stop();
            source.forget();
        } catch (IOException | UncheckedIOException e) {
            System.err.println("test servers: not everything could be removed: " + e.getMessage());
        }
    }

    /** A new, migrated, empty database, entered as the superuser. */
    public DatabaseAddress newDatabase() {
        return Databases.copy(postgres.database(TEMPLATE), "eventful_" + databases.incrementAndGet());
    }

    /** The same database, entered as a service: {@code gateway}, {@code messaging_hub} or {@code notification_engine}. */
    public static DatabaseAddress as(String role, DatabaseAddress database) {
        return database.as(role, PASSWORD);
    }

    /** What a service needs to know to use these servers, as Spring properties; the database is entered as the role. */
    public Map<String, String> properties(DatabaseAddress database, String role) {
        var entered = as(role, database);
        return Map.of(
                "spring.r2dbc.url", entered.r2dbcUrl(),
                "spring.r2dbc.username", entered.user(),
                "spring.r2dbc.password", entered.password(),
                "spring.data.redis.host", "127.0.0.1",
                "spring.data.redis.port", Integer.toString(redis.port()),
                "eventful.log.bootstrap-servers", kafka.bootstrapServers());
    }

    public String kafkaBootstrapServers() {
        return kafka.bootstrapServers();
    }

    public String redisUri() {
        return "redis://127.0.0.1:" + redis.port();
    }

    /** To stop and start it, or to make it forget; whoever does brings it back. */
    public PostgresServer postgres() {
        return postgres;
    }

    /** To stop and start it, or to make it forget; whoever does brings it back. */
    public RedisServer redis() {
        return redis;
    }

    /** To stop and start it; whoever does brings it back. */
    public KafkaServer kafka() {
        return kafka;
    }
}
