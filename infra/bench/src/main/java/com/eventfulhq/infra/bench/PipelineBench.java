package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.bench.load.Load;
import com.eventfulhq.infra.bench.load.LoadResult;
import com.eventfulhq.infra.bench.load.Plan;
import com.eventfulhq.infra.bench.load.Request;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Databases;
import com.eventfulhq.infra.database.Migrator;
import com.eventfulhq.infra.database.RolePasswords;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.Durability;
import com.eventfulhq.infra.embedded.KafkaFlush;
import com.eventfulhq.infra.embedded.PostgresNode;
import com.eventfulhq.infra.embedded.RedisNode;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From the signed callback to the row, the window and the event: the whole way in, everything durable, with the ledger. */
final class PipelineBench {

    private static final int POSTGRES_PORT = 25432;
    private static final int REDIS_PORT = 26379;
    private static final int HUB_PORT = 28081;
    private static final int CONNECTIONS = 64;
    private static final int USERS = 5_000;
    private static final Duration EACH = Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final String TEAM = "7e000000-0000-4000-8000-000000000001";
    private static final String COUNT = "SELECT count(*) AS n FROM communications.whatsapp_messages";

    private final Path root;
    private final Path logs;

    PipelineBench(Path root, Path logs) {
        this.root = root;
        this.logs = logs;
    }

    void run() throws IOException, InterruptedException {
        System.out.println("\n(c) from the callback to row, window and event; fsync on");
        var data = Files.createTempDirectory("eventful-bench-");
        try (var postgres = PostgresNode.start(data, POSTGRES_PORT, Durability.DURABLE);
                var redis = RedisNode.start(data, REDIS_PORT, Durability.DURABLE);
                var kafka = AcknowledgeBench.kafka(data, KafkaFlush.PAGE_CACHE, logs)) {
            var database = prepare(postgres);
            System.out.println("  fsync " + Sql.rows(database, "SHOW fsync") + " "
                    + Sql.rows(database, "SHOW synchronous_commit"));
            var redisPort = Map.of("spring.data.redis.port", Integer.toString(redis.port()));
            try (var gateway = AcknowledgeBench.gateway(IngestBench.jar(root, "gateway"), logs, redisPort);
                    var hub = hub(redis)) {
                measure(database, List.of(gateway, hub, kafka));
            }
        } finally {
            AcknowledgeBench.delete(data);
        }
    }

    private static DatabaseAddress prepare(PostgresNode postgres) {
        var database = postgres.database("eventful");
        Databases.createIfMissing(database);
        Migrator.migrate(database, RolePasswords.same("bench"));
        Sql.script(
                database, """
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('%1$s', 'Bench', 'venue');
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, team_id, status)
                VALUES ('%2$s', '%3$s', '%1$s', 'active');
                """.formatted(TEAM, BusinessNumber.EXAMPLE.phoneNumberId(), BusinessNumber.EXAMPLE.wabaId()));
        return database;
    }

    private Child hub(RedisNode redis) throws IOException, InterruptedException {
        var properties = new HashMap<String, String>();
        properties.put("server.port", Integer.toString(HUB_PORT));
        properties.put("eventful.log.bootstrap-servers", "127.0.0.1:" + AcknowledgeBench.KAFKA_PORT);
        properties.put("spring.data.redis.port", Integer.toString(redis.port()));
        properties.put("spring.r2dbc.url", "r2dbc:postgresql://127.0.0.1:" + POSTGRES_PORT + "/eventful");
        properties.put("spring.r2dbc.username", "messaging_hub");
        properties.put("spring.r2dbc.password", "bench");
        return Child.ofJar(
                "messaging-hub",
                IngestBench.jar(root, "messaging-hub"),
                AcknowledgeBench.heap(192),
                properties,
                HUB_PORT,
                logs);
    }

    private void measure(DatabaseAddress database, List<Child> children) throws IOException, InterruptedException {
        var bodies = new Bodies(BusinessNumber.EXAMPLE, AcknowledgeBench.SECRET, USERS, System.nanoTime());
        load(bodies.messages(20_000, 1), 3_000, WARM_UP);
        drain(database, Long.MAX_VALUE);
        part("3,300 callbacks/s, mixed bodies (target p99 20 ms)", database, children, bodies.mixed(50_000), 3_300);
        part(
                "8,000 callbacks/s, one message each (target: lag under 1 s)",
                database,
                children,
                bodies.messages(120_000, 1),
                8_000);
        part("as many single messages as are acknowledged", database, children, bodies.messages(250_000, 1), 0);
        part(
                "25 callbacks/s of 1,000 messages (target: 25,000 messages/s)",
                database,
                children,
                bodies.messages(375, 1_000),
                25);
    }

    private void part(
            String name, DatabaseAddress database, List<Child> children, List<Request> requests, int perSecond)
            throws IOException, InterruptedException {
        long before = count(database);
        long messages = requests.stream().mapToLong(Request::messages).sum();
        for (var child : children) {
            child.mark();
        }
        long start = System.nanoTime();
        var result = load(requests, perSecond, EACH);
        long acknowledged = System.nanoTime();
        long sent = result.accepted() == requests.size() ? messages : result.messages();
        drain(database, before + sent);
        long stored = count(database) - before;
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("  %s%n    %s%n", name, AcknowledgeBench.line(result));
        System.out.printf(
                "    messages accepted %,d = stored %,d + missing %,d; %,.0f messages/s to the row; the last %.2f s after its 200%n",
                sent, stored, sent - stored, stored / seconds, (System.nanoTime() - acknowledged) / 1e9);
        for (var child : children) {
            System.out.println("    " + child.usage(seconds));
        }
    }

    private static LoadResult load(List<Request> requests, int perSecond, Duration duration)
            throws InterruptedException {
        return Load.run(new Plan(AcknowledgeBench.GATEWAY_PORT, CONNECTIONS, requests, false, perSecond, duration));
    }

    private static long count(DatabaseAddress database) {
        return Long.parseLong(
                Sql.rows(database, COUNT).getFirst().values().iterator().next());
    }

    /** Waits until so many messages are stored, or nothing has been added for a while. */
    private static void drain(DatabaseAddress database, long expected) throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        long last = -1;
        int still = 0;
        while (System.nanoTime() < deadline && still < 20) {
            long now = count(database);
            if (now >= expected) {
                return;
            }
            still = now == last ? still + 1 : 0;
            last = now;
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
