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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Redis and Kafka of the house, durable, with the database migrated and seeded and the topics made.
 *
 * @param postgres null if somebody else runs it; so for the others
 */
record Servers(
        Addresses addresses,
        @Nullable PostgresNode postgres,
        @Nullable RedisNode redis,
        @Nullable Child kafka) implements AutoCloseable {

    private static final int LOOK_EVERY_MILLIS = 500;

    /** Starts those that are not outside, side by side; each does what it needs before others may use it. */
    static Servers start(Place place, Ports ports, Outside outside, Addresses addresses, Programs programs) {
        var postgres = later(() -> {
            var node = outside.postgres() == null
                    ? PostgresNode.start(place.data(), ports.postgres(), Durability.DURABLE)
                    : null;
            prepare(addresses.postgres(), programs.databasePassword());
            return node;
        });
        var redis = later(() ->
                outside.redis() == null ? RedisNode.start(place.data(), ports.redis(), Durability.DURABLE) : null);
        var kafka = later(() -> outside.kafka() == null ? Child.start(programs.kafka(), place) : null)
                .thenApply(child -> withTopics(child, addresses.kafka()));
        try {
            CompletableFuture.allOf(postgres, redis, kafka).join();
            return new Servers(addresses, postgres.join(), redis.join(), kafka.join());
        } catch (CompletionException e) {
            closeStarted(postgres);
            closeStarted(redis);
            closeStarted(kafka);
            throw e;
        }
    }

    /** PostgreSQL and Redis are started again when they die, as children are, until they are told to stop. */
    void revive(ScheduledExecutorService chores) {
        if (postgres != null) {
            revive(chores, "PostgreSQL", postgres::revive);
        }
        if (redis != null) {
            revive(chores, "Redis", redis::revive);
        }
    }

    private static void revive(ScheduledExecutorService chores, String name, Step<Boolean> server) {
        var unused = chores.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (server.run()) {
                            System.out.println(name + " had ended, was started again");
                        }
                    } catch (IOException | RuntimeException e) {
                        System.err.printf("%s has ended, cannot be started again yet: %s%n", name, e.getMessage());
                    }
                },
                0,
                LOOK_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static void prepare(DatabaseAddress database, String password) {
        Databases.createIfMissing(database);
        Migrator.migrate(database, RolePasswords.same(password));
        Sql.script(database, World.seed());
    }

    private static @Nullable Child withTopics(@Nullable Child kafka, String bootstrap) {
        try {
            if (kafka != null) {
                kafka.awaitReady();
            }
            TopicCatalogue.createMissing(bootstrap);
            return kafka;
        } catch (IOException e) {
            closeQuietly(kafka);
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeQuietly(kafka);
            throw new CompletionException(e);
        }
    }

    private interface Step<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private static <T extends @Nullable Object> CompletableFuture<T> later(Step<T> step) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return step.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().start(task));
    }

    private static void closeStarted(CompletableFuture<? extends @Nullable AutoCloseable> server) {
        if (!server.isCompletedExceptionally()) {
            closeQuietly(server.join());
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable server) {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (Exception e) {
            System.err.println("a server that had started does not stop: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        closeQuietly(kafka);
        closeQuietly(redis);
        closeQuietly(postgres);
    }
}
