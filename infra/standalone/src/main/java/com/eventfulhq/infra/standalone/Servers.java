package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Databases;
import com.eventfulhq.infra.database.Migrator;
import com.eventfulhq.infra.database.RolePasswords;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.Durability;
import com.eventfulhq.infra.embedded.PostgresNode;
import com.eventfulhq.infra.embedded.RedisNode;
import com.eventfulhq.infra.embedded.TopicCatalogue;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** PostgreSQL, Redis and Kafka of the house, durable, with the database migrated and seeded and the topics made. */
final class Servers implements AutoCloseable {

    static final String DATABASE = "eventful";

    private final PostgresNode postgres;
    private final RedisNode redis;
    private final Child kafka;

    private Servers(PostgresNode postgres, RedisNode redis, Child kafka) {
        this.postgres = postgres;
        this.redis = redis;
        this.kafka = kafka;
    }

    /** Starts the three side by side; each does what it needs before others may use it. */
    static Servers start(Place place, Ports ports, Secrets secrets, Programs programs) {
        var postgres =
                later(() -> prepared(PostgresNode.start(place.data(), ports.postgres(), Durability.DURABLE), secrets));
        var redis = later(() -> RedisNode.start(place.data(), ports.redis(), Durability.DURABLE));
        var kafka = later(() -> withTopics(Child.start(programs.kafka(), place), ports));
        return new Servers(postgres.join(), redis.join(), kafka.join());
    }

    private static PostgresNode prepared(PostgresNode postgres, Secrets secrets) {
        var database = postgres.database(DATABASE);
        Databases.createIfMissing(database);
        Migrator.migrate(database, RolePasswords.same(secrets.databasePassword()));
        Sql.script(database, World.seed());
        return postgres;
    }

    private static Child withTopics(Child kafka, Ports ports) throws IOException, InterruptedException {
        kafka.awaitReady();
        TopicCatalogue.createMissing("127.0.0.1:" + ports.kafka());
        return kafka;
    }

    private interface Step<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> CompletableFuture<T> later(Step<T> step) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return step.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().start(task));
    }

    /** As the superuser: for looking at what the services wrote. */
    DatabaseAddress database() {
        return postgres.database(DATABASE);
    }

    PostgresNode postgres() {
        return postgres;
    }

    RedisNode redis() {
        return redis;
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        redis.close();
        postgres.close();
    }
}
