package com.eventfulhq.infra.standalone;

import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.infra.simulator.domain.Cast;
import com.eventfulhq.infra.simulator.domain.EventStories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./hub events}: the other domains of the platform, played to a running house with the people of the demo world. */
public final class DomainStream {

    private static final int COUNT = 2;
    private static final int PER_SECOND = 3;
    private static final int SEED = 4;
    private static final int STANDARD_COUNT = 100;
    private static final int STANDARD_PER_SECOND = 10;
    private static final long MAX = 100_000_000;

    private final EventStories stories;
    private final DomainPublisher publisher;
    private final Clock clock;

    DomainStream(EventStories stories, DomainPublisher publisher, Clock clock) {
        this.stories = stories;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Arguments: the root of the source tree, the data directory; then how many, how many a second, and a seed. */
    public static void main(String[] arguments) throws IOException {
        try {
            long count = number(arguments, COUNT, STANDARD_COUNT);
            long perSecond = number(arguments, PER_SECOND, STANDARD_PER_SECOND);
            long seed = number(arguments, SEED, Clock.systemUTC().millis() % MAX + 1);
            play(kafka(Place.of(Path.of(arguments[0]), Path.of(arguments[1]))), count, perSecond, seed);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void play(String kafka, long count, long perSecond, long seed) {
        var catalogue = EventCatalogue.load();
        var clock = Clock.systemUTC();
        try (var publisher = DomainPublisher.to(kafka, new DomainEvents(catalogue))) {
            var stream = new DomainStream(new EventStories(catalogue, demoWorld(), seed), publisher, clock);
            var begun = clock.instant();
            report(stream.publish(count, perSecond), Duration.between(begun, clock.instant()), seed);
        }
    }

    /** Publishes so many, evenly; how many of each type. All are acknowledged when it returns. */
    Map<String, Integer> publish(long count, long perSecond) {
        var told = new TreeMap<String, Integer>();
        long begun = System.nanoTime();
        for (long i = 0; i < count; i++) {
            awaitTurn(begun + i * Duration.ofSeconds(1).toNanos() / perSecond);
            var event = stories.next(clock.instant());
            publisher.publish(event);
            told.merge(event.type(), 1, Integer::sum);
        }
        publisher.awaitAcknowledged();
        return told;
    }

    private static void awaitTurn(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void report(Map<String, Integer> told, Duration took, long seed) {
        told.forEach((type, count) -> System.out.printf(Locale.ROOT, "%8d  %s%n", count, type));
        int all = told.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(Locale.ROOT, "%8d  events in %.1f s, seed %d%n", all, took.toMillis() / 1000.0, seed);
    }

    static Cast demoWorld() {
        return new Cast(
                World.users().stream()
                        .map(user -> new Cast.Person(UUID.fromString(user.userId()), user.name(), user.email()))
                        .toList(),
                World.teams().stream()
                        .map(team -> new Cast.Team(UUID.fromString(team.teamId()), team.name()))
                        .toList());
    }

    static String kafka(Place place) throws IOException {
        var contract = place.contract();
        if (!Files.exists(contract)) {
            throw new IllegalStateException(contract + ": not there (expected: written by ./hub up)");
        }
        var servers = JsonMapper.builder()
                .build()
                .readTree(Files.readString(contract))
                .at("/kafka/bootstrap_servers")
                .asString("");
        if (servers.isEmpty()) {
            throw new IllegalStateException(
                    contract + ": found no kafka (expected: written by ./hub up of this version)");
        }
        return servers;
    }

    static long number(String[] arguments, int index, long otherwise) {
        if (arguments.length <= index) {
            return otherwise;
        }
        var text = arguments[index];
        if (text.matches("[1-9][0-9]{0,8}") && Long.parseLong(text) <= MAX) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException(text + " (expected: a whole number from 1 to " + MAX + ")");
    }
}
