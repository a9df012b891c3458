package com.eventfulhq.infra.bench.chat;

import com.eventfulhq.infra.bench.Child;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.Launcher;
import com.eventfulhq.infra.standalone.Place;
import com.eventfulhq.infra.standalone.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code ./hub bench chat}: the chats of a whole house, fsync on, beside a bare broadcast without persistence; a witness beside each figure. */
public final class ChatBench {

    private static final int BARE_PORT = 28090;
    private static final int PADDING = 120;
    private static final double STEP_SECONDS = 8;
    /** Connections of W1: as many as 20,000 open files of one process allow. */
    private static final int IDLE = 19_500;

    /** By then most is compiled, and notices of what nobody read are sent. */
    private static final double WARMING_SECONDS = 60;

    private static final double LONGEST_P99 = 100;
    /** Milliseconds at which no more is tried. */
    private static final double TOO_LATE = 2_000;

    private static final int SETTLE_SECONDS = 60;
    private static final int ARRIVAL_SECONDS = 120;

    private final Path logs;
    private final Place place;
    private final House house;
    private final HouseProcesses processes;
    /** Messages a second of W2 to W4; none: those around their targets. */
    private final int[] rates;

    private int series;

    private ChatBench(Path logs, Place place, House house, int... rates) {
        this.logs = logs;
        this.place = place;
        this.house = house;
        this.processes = new HouseProcesses(place);
        this.rates = rates;
    }

    /**
     * Arguments: the root of the source tree, packaged; then the workloads to run, by their digits (none: 0 to 6); then the messages a
     * second of W2, W3 and W4 (none: those around the targets).
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var root = Path.of(arguments[0]);
        var parts = arguments.length > 1 ? arguments[1] : "0123456";
        var logs = Files.createDirectories(root.resolve("infra/bench/target/logs"));
        var data = Files.createTempDirectory("eventful-chat-");
        var place = Place.of(root, data);
        try (var house = House.start(place, Map.of("EVENTFUL_CHAT_LIMITS", "off"))) {
            var bench = new ChatBench(logs, place, house, rates(arguments));
            System.out.println("chats; fsync " + Sql.rows(house.database(), "SHOW fsync") + " "
                    + Sql.rows(house.database(), "SHOW synchronous_commit"));
            for (char part : parts.toCharArray()) {
                bench.part(part);
            }
        } finally {
            delete(data);
        }
    }

    private static int[] rates(String... arguments) {
        return Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
    }

    private int[] ratesOr(int... usual) {
        return rates.length > 0 ? rates : usual;
    }

    private void part(char part) throws IOException, InterruptedException {
        switch (part) {
            case '0' -> storm();
            case '1' -> idle();
            case '2' -> {
                rooms(
                        "W2: 200 rooms of 10, 2,000 connections (target 40,000 deliveries/s)",
                        200,
                        10,
                        1_000,
                        ratesOr(500, 1_000, 2_000, 3_000, 4_000));
                rooms(
                        "W2: 500 rooms of 10, 5,000 connections (target 40,000 deliveries/s)",
                        500,
                        10,
                        1_000,
                        ratesOr(500, 1_000, 2_000, 3_000));
            }
            case '3' ->
                rooms("W3: one room of 2,000 (target 100,000 deliveries/s)", 1, 2_000, 20, ratesOr(10, 20, 40, 60));
            case '4' -> acknowledgements();
            case '5' -> kill();
            case '6' -> stopped();
            default -> throw new IllegalArgumentException(part + ": unknown (expected: 0 to 6)");
        }
    }

    private Rooms seed(int rooms, int size) {
        var seeded = new Rooms(++series, rooms, size);
        seeded.seed(house.database());
        return seeded;
    }

    /** Everybody, here. */
    private Crowd crowd(Rooms rooms, int perSecond, int port) throws InterruptedException {
        var crowd = coming(rooms, perSecond, port);
        if (!crowd.awaitHere(rooms.people(), ARRIVAL_SECONDS)) {
            System.out.printf(
                    "    only %d of %d came: %s%n",
                    crowd.here(), rooms.people(), crowd.figures().witness());
        }
        return crowd;
    }

    /** Everybody, on their way; their tokens are signed already, which takes longer. */
    private Crowd coming(Rooms rooms, int perSecond, int port) {
        var crowd = new Crowd(rooms, PADDING, port);
        var tokens = IntStream.range(0, rooms.people())
                .parallel()
                .mapToObj(person -> rooms.token(house, person))
                .toList();
        crowd.come(perSecond, tokens::get);
        return crowd;
    }

    // W0

    private void storm() throws IOException, InterruptedException {
        var rooms = seed(1_000, 10);
        var meters = processes.meters();
        try (var crowd = coming(rooms, 1_000, house.ports().gateway())) {
            long start = System.nanoTime();
            var arrivals = crowd.arrivals(rooms.people(), start, ARRIVAL_SECONDS);
            System.out.printf(
                    "W0: %,d connected, authenticated and subscribed, %s, 1,000 begun a second (target 20 s)%n    %s%n",
                    crowd.here(), arrivals, crowd.figures().witness());
            for (var meter : meters) {
                System.out.println("    " + meter.usage((System.nanoTime() - start) / 1e9));
            }
        }
    }

    // W1

    private void idle() throws IOException, InterruptedException {
        var rooms = seed(IDLE / 10, 10);
        var gateway = processes.gateway();
        processes.collect();
        double before = processes.resident();
        double live = processes.heap();
        try (var crowd = crowd(rooms, 1_000, house.ports().gateway())) {
            processes.collect();
            double after = processes.resident();
            gateway.mark();
            Thread.sleep(30_000);
            System.out.printf(
                    "W1: %,d idle: %.1f KB of process memory each (RSS %.0f -> %.0f MB), %.1f KB of live heap (target 10 KB); over 30 s %s%n",
                    crowd.here(),
                    (after - before) * 1024 / crowd.here(),
                    before,
                    after,
                    (processes.heap() - live) / crowd.here(),
                    gateway.usage(30));
        }
    }

    // W2, W3

    /** @param warming messages a second before anything is measured */
    private void rooms(String name, int count, int size, int warming, int... rates)
            throws IOException, InterruptedException {
        System.out.println(name);
        double ours = climb("eventful", count, size, house.ports().gateway(), warming, rates);
        double bare;
        try (var broadcast = bare()) {
            bare = climb(broadcast.name(), count, size, BARE_PORT, warming, more(rates));
        }
        System.out.printf(
                "  highest at p99 <= 100 ms: %,.0f deliveries/s, bare broadcast %,.0f, ratio %.2f%n",
                ours, bare, ours / bare);
    }

    private static int[] more(int... rates) {
        var all = new ArrayList<Integer>();
        for (int rate : rates) {
            all.add(rate * 2);
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private double climb(String name, int count, int size, int port, int warming, int... rates)
            throws IOException, InterruptedException {
        var rooms = seed(count, size);
        double best = 0;
        try (var crowd = crowd(rooms, 1_000, port)) {
            crowd.talk(warming, WARMING_SECONDS, Math.min(rooms.people(), 500));
            crowd.settle(SETTLE_SECONDS);
            for (int rate : rates) {
                var meters = processes.meters();
                crowd.mark();
                for (var meter : meters) {
                    meter.mark();
                }
                crowd.talk(rate, STEP_SECONDS, Math.min(rooms.people(), 500));
                boolean settled = crowd.settle(SETTLE_SECONDS);
                var figures = crowd.figures();
                double perSecond = figures.deliveries() / STEP_SECONDS;
                System.out.printf(
                        "  %s %,d messages/s: %,.0f deliveries/s, p50 %.1f ms, p99 %.1f ms; acks p50 %.1f, p99 %.1f ms; unanswered %d, behind %d%n",
                        name,
                        rate,
                        perSecond,
                        figures.median(),
                        figures.p99(),
                        figures.ackMedian(),
                        figures.ackP99(),
                        crowd.unanswered(),
                        crowd.behind());
                System.out.println("    " + figures.witness());
                if (name.equals("eventful")) {
                    for (var meter : meters) {
                        System.out.println("    " + meter.usage(STEP_SECONDS));
                    }
                }
                if (figures.clean() && figures.p99() <= LONGEST_P99) {
                    best = Math.max(best, perSecond);
                }
                if (!settled || figures.p99() > TOO_LATE) {
                    break;
                }
            }
            if (name.equals("eventful")) {
                stored(rooms, crowd);
            }
        }
        return best;
    }

    /** What the database says, against what the receivers have. */
    private void stored(Rooms rooms, Crowd crowd) {
        int wrong = 0;
        for (int room = 0; room < rooms.rooms(); room++) {
            var rows = Sql.rows(
                    house.database(),
                    "SELECT last_ev AS n FROM communications.conversation_heads WHERE conversation_id = '%s'"
                            .formatted(rooms.room(room)));
            if (Long.parseLong(rows.getFirst().values().iterator().next()) != crowd.least(room)) {
                wrong++;
            }
        }
        System.out.printf("    rooms where somebody lacks what is stored: %d of %d%n", wrong, rooms.rooms());
    }

    // W4

    private void acknowledgements() throws IOException, InterruptedException {
        System.out.println("W4: 500 senders in rooms of 2 (target 5,000 acks/s, p50 10 ms at half load)");
        var rooms = seed(250, 2);
        try (var crowd = crowd(rooms, 1_000, house.ports().gateway())) {
            crowd.talk(1_000, WARMING_SECONDS, 500);
            crowd.settle(SETTLE_SECONDS);
            for (int rate : ratesOr(1_000, 2_500, 4_000, 5_000, 6_500, 8_000)) {
                crowd.mark();
                var meters = processes.meters();
                crowd.talk(rate, STEP_SECONDS, 500);
                long start = System.nanoTime();
                boolean settled = crowd.settle(SETTLE_SECONDS);
                var figures = crowd.figures();
                System.out.printf(
                        "  %,d/s: %,d acknowledged, the last %.2f s after it was sent; p50 %.1f ms, p99 %.1f ms%n    %s%n",
                        rate,
                        figures.acknowledged(),
                        (System.nanoTime() - start) / 1e9,
                        figures.ackMedian(),
                        figures.ackP99(),
                        figures.witness());
                for (var meter : meters) {
                    System.out.println("    " + meter.usage(STEP_SECONDS));
                }
                if (!settled) {
                    break;
                }
            }
        }
    }

    // W5

    private void kill() throws IOException, InterruptedException {
        System.out.println("W5: the gateway is killed under 5,000 clients (target: all back in 15 s)");
        var rooms = seed(500, 10);
        try (var crowd = crowd(rooms, 1_000, house.ports().gateway())) {
            crowd.mark();
            var talk = new Thread(() -> {
                try {
                    crowd.talk(500, 25, 500);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            talk.start();
            Thread.sleep(5_000);
            ProcessHandle.of(processes.gatewayPid()).ifPresent(ProcessHandle::destroyForcibly);
            long start = System.nanoTime();
            while (crowd.here() > 0) {
                Thread.sleep(10);
            }
            var back = crowd.arrivals(rooms.people(), start, ARRIVAL_SECONDS);
            talk.join();
            boolean settled = crowd.settle(SETTLE_SECONDS);
            System.out.printf(
                    "  %,d back, counted from the kill %s; sent %,d, acknowledged %,d, settled %s%n    %s%n",
                    crowd.here(),
                    back,
                    crowd.figures().sent(),
                    crowd.figures().acknowledged(),
                    settled,
                    crowd.figures().witness());
            stored(rooms, crowd);
        }
    }

    // W6

    private void stopped() throws IOException, InterruptedException {
        System.out.println(
                "W6: 1 % of one room of 2,000 read nothing for 60 s (target: p99 of the others within 10 %)");
        var rooms = seed(1, 2_000);
        try (var crowd = crowd(rooms, 1_000, house.ports().gateway())) {
            crowd.talk(20, 10, 500);
            crowd.settle(SETTLE_SECONDS);
            var all = run(crowd);
            double before = processes.resident();
            crowd.each(20, Crowd.Act.READ_NOTHING);
            var others = run(crowd);
            double after = processes.resident();
            crowd.each(20, Crowd.Act.READ_ON);
            boolean settled = crowd.settle(SETTLE_SECONDS);
            System.out.printf(
                    "  p99 of everybody %.1f ms, of those who read %.1f ms, ratio %.2f; gateway %.0f -> %.0f MB; all caught up %s%n    %s%n",
                    all.p99(),
                    others.p99(),
                    others.p99() / all.p99(),
                    before,
                    after,
                    settled,
                    crowd.figures().witness());
        }
    }

    private static Figures run(Crowd crowd) throws InterruptedException {
        crowd.mark();
        crowd.talk(20, 60, 500);
        return crowd.figures();
    }

    // Processes.

    private Child bare() throws IOException, InterruptedException {
        return Child.start(
                new Launcher(place)
                        .main(
                                "bare",
                                BARE_PORT,
                                Service.GATEWAY.heapMegabytes(),
                                System.getProperty("java.class.path"),
                                BareBroadcast.class,
                                Integer.toString(BARE_PORT)),
                logs);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
