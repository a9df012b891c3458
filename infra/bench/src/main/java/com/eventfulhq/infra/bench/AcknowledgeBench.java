package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.bench.load.Load;
import com.eventfulhq.infra.bench.load.LoadResult;
import com.eventfulhq.infra.bench.load.Plan;
import com.eventfulhq.infra.bench.load.Request;
import com.eventfulhq.infra.embedded.KafkaFlush;
import com.eventfulhq.infra.embedded.TopicCatalogue;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.standalone.Launcher;
import com.eventfulhq.infra.standalone.Place;
import com.eventfulhq.infra.standalone.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast the gateway acknowledges signed callbacks durably, beside a bare handler that stores nothing: both up at once, loaded
 * in turn, so that whatever slows the machine slows both.
 */
final class AcknowledgeBench {

    static final String SECRET = "bench-app-secret";
    static final int GATEWAY_PORT = 28080;
    static final int KAFKA_PORT = 29092;
    private static final int BARE_PORT = 28090;
    private static final int CONNECTIONS = 64;
    private static final int BODIES = 4_000;
    private static final int USERS = 2_000;

    /** Until the compilers are done: on two cores they would take their share of what is measured. */
    private static final Duration WARM_UP = Duration.ofSeconds(25);

    private final Path root;
    private final Path logs;
    private final int rounds;
    private final Duration each;

    AcknowledgeBench(Path root, Path logs, int rounds, Duration each) {
        this.root = root;
        this.logs = logs;
        this.rounds = rounds;
        this.each = each;
    }

    void run(KafkaFlush flush) throws IOException, InterruptedException {
        System.out.printf(
                "%n(a) signed callbacks acknowledged by the log, flush %s, beside (b) a bare handler%n", flush);
        var data = Files.createTempDirectory("eventful-bench-");
        var requests = new Bodies(BusinessNumber.EXAMPLE, SECRET, USERS, 1).mixed(BODIES);
        var place = Place.of(root, data);
        try (var kafka = kafka(place, flush, logs);
                var gateway = gateway(place, logs, Map.of());
                var bare = bare(place)) {
            alternate(requests, kafka, gateway, bare);
        } finally {
            delete(data);
        }
    }

    private void alternate(List<Request> requests, Child kafka, Child gateway, Child bare)
            throws IOException, InterruptedException {
        load(GATEWAY_PORT, requests, WARM_UP);
        load(BARE_PORT, requests, WARM_UP);
        var ratios = new ArrayList<Double>();
        for (int round = 1; round <= rounds; round++) {
            gateway.mark();
            kafka.mark();
            var durable = load(GATEWAY_PORT, requests, each);
            System.out.printf("  round %d (a) %s%n", round, line(durable));
            System.out.printf("            %s; %s%n", gateway.usage(each.toSeconds()), kafka.usage(each.toSeconds()));
            bare.mark();
            var nothing = load(BARE_PORT, requests, each);
            System.out.printf("          (b) %s%n            %s%n", line(nothing), bare.usage(each.toSeconds()));
            ratios.add(durable.perSecond() / nothing.perSecond());
        }
        ratios.sort(Comparator.naturalOrder());
        System.out.printf(
                "  ratio (a)/(b): median %.2f, from %.2f to %.2f (target 0.60)%n",
                ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast());
    }

    private static LoadResult load(int port, List<Request> requests, Duration duration) throws InterruptedException {
        return Load.run(new Plan(port, CONNECTIONS, requests, true, 0, duration));
    }

    static Child kafka(Place place, KafkaFlush flush, Path logs) throws IOException, InterruptedException {
        var kafka = Child.start(new Launcher(place).kafka(KAFKA_PORT, flush), logs);
        TopicCatalogue.createMissing("127.0.0.1:" + KAFKA_PORT);
        return kafka;
    }

    static Child gateway(Place place, Path logs, Map<String, String> further) throws IOException, InterruptedException {
        var properties = new HashMap<>(further);
        properties.put("eventful.log.bootstrap-servers", "127.0.0.1:" + KAFKA_PORT);
        properties.put("eventful.whatsapp.app-secrets", SECRET);
        properties.put("eventful.whatsapp.verify-token", "bench");
        return Child.start(new Launcher(place).service(Service.GATEWAY, GATEWAY_PORT, properties), logs);
    }

    /** With the heap of the gateway. */
    private Child bare(Place place) throws IOException, InterruptedException {
        var bare = new Launcher(place)
                .main(
                        "bare",
                        BARE_PORT,
                        Service.GATEWAY.heapMegabytes(),
                        System.getProperty("java.class.path"),
                        BareHandler.class,
                        Integer.toString(BARE_PORT),
                        SECRET);
        return Child.start(bare, logs);
    }

    static String line(LoadResult result) {
        return "%,.0f callbacks/s, %,.0f items/s, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, refused %s"
                .formatted(
                        result.perSecond(),
                        result.itemsPerSecond(),
                        result.millis(50),
                        result.millis(99),
                        result.millis(99.9),
                        result.refused());
    }

    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
