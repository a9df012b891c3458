package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.bench.load.Load;
import com.eventfulhq.infra.bench.load.LoadResult;
import com.eventfulhq.infra.bench.load.Plan;
import com.eventfulhq.infra.bench.load.Progress;
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
import com.eventfulhq.infra.standalone.Launcher;
import com.eventfulhq.infra.standalone.Place;
import com.eventfulhq.infra.standalone.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    /** Of each kind of body; as long as it takes until the compilers are done. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final int STILL = 100;
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final String TEAM = "7e000000-0000-4000-8000-000000000001";
    private static final String COUNT = "SELECT count(*) AS n FROM communications.whatsapp_messages";
    private static final String WAL = "SELECT wal_bytes AS n FROM pg_stat_wal";

    private final Path root;
    private final Path logs;
    private final String parts;

    /** Parts: digits of those to measure; none means all. */
    PipelineBench(Path root, Path logs, String parts) {
        this.root = root;
        this.logs = logs;
        this.parts = parts;
    }

    void run() throws IOException, InterruptedException {
        System.out.println("\n(c) from the callback to row, window and event; fsync on");
        var data = Files.createTempDirectory("eventful-bench-");
        var place = Place.of(root, data);
        try (var postgres = PostgresNode.start(data, POSTGRES_PORT, Durability.DURABLE);
                var redis = RedisNode.start(data, REDIS_PORT, Durability.DURABLE);
                var kafka = AcknowledgeBench.kafka(place, KafkaFlush.PAGE_CACHE, logs)) {
            var database = prepare(postgres);
            System.out.println("  fsync " + Sql.rows(database, "SHOW fsync") + " "
                    + Sql.rows(database, "SHOW synchronous_commit"));
            var redisPort = Map.of("spring.data.redis.port", Integer.toString(redis.port()));
            try (var gateway = AcknowledgeBench.gateway(place, logs, redisPort);
                    var hub = hub(place, redis)) {
                var server = new UsageMeter("postgres", postgres(data));
                measure(database, List.of(gateway.meter(), hub.meter(), kafka.meter(), server));
            }
        } finally {
            AcknowledgeBench.delete(data);
        }
    }

    private static long postgres(Path data) throws IOException {
        try (var lines = Files.lines(data.resolve("postgres/postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().trim());
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

    private Child hub(Place place, RedisNode redis) throws IOException, InterruptedException {
        var properties = Map.of(
                "eventful.log.bootstrap-servers",
                "127.0.0.1:" + AcknowledgeBench.KAFKA_PORT,
                "spring.data.redis.port",
                Integer.toString(redis.port()),
                "spring.r2dbc.url",
                "r2dbc:postgresql://127.0.0.1:" + POSTGRES_PORT + "/eventful",
                "spring.r2dbc.username",
                "messaging_hub",
                "spring.r2dbc.password",
                "bench");
        return Child.start(new Launcher(place).service(Service.MESSAGING_HUB, HUB_PORT, properties), logs);
    }

    private void measure(DatabaseAddress database, List<UsageMeter> processes)
            throws IOException, InterruptedException {
        var bodies = new Bodies(BusinessNumber.EXAMPLE, AcknowledgeBench.SECRET, USERS, System.nanoTime());
        warmUp(bodies);
        if (measures('1')) {
            part(
                    "3,300 callbacks/s, mixed bodies (target p99 20 ms)",
                    database,
                    processes,
                    bodies.mixed(50_000),
                    3_300);
        }
        if (measures('2')) {
            part(
                    "8,000 callbacks/s, one message each (target: lag under 1 s)",
                    database,
                    processes,
                    bodies.messages(120_000, 1),
                    8_000);
        }
        if (measures('3')) {
            part("as many single messages as are acknowledged", database, processes, bodies.messages(250_000, 1), 0);
        }
        if (measures('4')) {
            part(
                    "25 callbacks/s of 1,000 messages (target: 25,000 messages/s)",
                    database,
                    processes,
                    bodies.messages(375, 1_000),
                    25);
        }
    }

    private boolean measures(char part) {
        return parts.isEmpty() || parts.indexOf(part) >= 0;
    }

    private static void warmUp(Bodies bodies) throws IOException, InterruptedException {
        var progress = new Progress();
        try (var lag = new Lag(HUB_PORT, progress)) {
            long messages = load(bodies.mixed(60_000), 2_000, WARM_UP, progress).messages();
            messages += load(bodies.messages(300, 1_000), 12, WARM_UP, progress).messages();
            drain(lag, messages);
        }
    }

    private void part(
            String name, DatabaseAddress database, List<UsageMeter> processes, List<Request> requests, int perSecond)
            throws IOException, InterruptedException {
        long before = number(database, COUNT);
        long wal = number(database, WAL);
        var progress = new Progress();
        try (var lag = new Lag(HUB_PORT, progress)) {
            for (var process : processes) {
                process.mark();
            }
            long start = System.nanoTime();
            var result = load(requests, perSecond, EACH, progress);
            long acknowledged = System.nanoTime();
            drain(lag, result.messages());
            long end = System.nanoTime();
            double seconds = (end - start) / 1e9;
            System.out.printf("  %s%n    %s%n", name, AcknowledgeBench.line(result));
            for (var process : processes) {
                System.out.println("    " + process.usage(seconds));
            }
            long stored = number(database, COUNT) - before;
            System.out.printf(
                    "    messages accepted %,d = stored %,d + missing %,d; %,.0f messages/s to the row; the last %.2f s after its 200%n",
                    result.messages(),
                    stored,
                    result.messages() - stored,
                    stored / seconds,
                    (end - acknowledged) / 1e9);
            System.out.printf("    %s; WAL %,d MB%n", lag.line(), (number(database, WAL) - wal) >> 20);
        }
    }

    private static LoadResult load(List<Request> requests, int perSecond, Duration duration, Progress progress)
            throws InterruptedException {
        var plan = new Plan(AcknowledgeBench.GATEWAY_PORT, CONNECTIONS, requests, false, perSecond, duration);
        return Load.run(plan, progress);
    }

    private static long number(DatabaseAddress database, String query) {
        return Long.parseLong(
                Sql.rows(database, query).getFirst().values().iterator().next());
    }

    /** Waits until so many messages are stored, or nothing has been added for a while. */
    private static void drain(Lag lag, long expected) throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        long last = -1;
        int still = 0;
        while (System.nanoTime() < deadline && still < STILL) {
            long now = lag.stored();
            if (now >= expected) {
                return;
            }
            still = now == last ? still + 1 : 0;
            last = now;
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
