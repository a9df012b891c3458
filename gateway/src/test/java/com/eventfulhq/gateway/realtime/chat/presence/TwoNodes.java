package com.eventfulhq.gateway.realtime.chat.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.gateway.realtime.socket.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Two nodes and the leases between them; time passes as the test says. */
abstract class TwoNodes {

    static final Duration GRACE = Duration.ofSeconds(35);
    static final Duration LONG = Duration.ofMinutes(2);
    static final Duration A_LOOK = Duration.ofSeconds(6);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final StandInLeases leases = new StandInLeases(time);
    private final PresenceSettings settings = new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("eventful.realtime.presence", PresenceSettings.class);
    final Node here = new Node();
    final Node there = new Node();
    final UUID ben = UUID.randomUUID();
    final UUID cleo = UUID.randomUUID();

    /** A node with one event loop, which turns when it is told to. */
    final class Node {
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        final Presence presence = new Presence(leases, settings, registry, time);
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        final Executor loop = tasks::add;
        final Lookout lookout = presence.lookout(loop);

        Node() {
            presence.start();
        }

        void turn() {
            for (var task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }

        double shown(String meter) {
            return registry.get(meter).gauge().value();
        }
    }

    /** A client and everything it was told. */
    static final class Reader implements Onlooker.Reader {
        final List<String> heard = new ArrayList<>();
        final Onlooker onlooker;
        boolean crowded;

        Reader(Node node) {
            this.onlooker = new Onlooker(node.lookout, this);
        }

        @Override
        public boolean isCrowded() {
            return crowded;
        }

        @Override
        public void push(byte[] frame, Origin origin) {
            heard.add(new String(frame, UTF_8));
        }
    }

    @AfterEach
    void stop() {
        here.presence.stop();
        there.presence.stop();
    }

    void pass(Duration duration) {
        // In steps, for what is told is told between two of them.
        for (var left = duration; left.isPositive(); left = left.minusMillis(250)) {
            time.advanceTimeBy(Duration.ofMillis(250));
            here.turn();
            there.turn();
        }
    }

    @Nullable
    View look(Node node, Collection<UUID> asked, Collection<UUID> visible) {
        var views = new ArrayList<@Nullable View>();
        node.lookout.look(List.copyOf(asked), new HashSet<>(visible), views::add);
        node.turn();
        assertThat(views).hasSize(1);
        return views.getFirst();
    }

    String answer(Node node, UUID... people) {
        return new String(
                Objects.requireNonNull(look(node, List.of(people), List.of(people)))
                        .users(),
                UTF_8);
    }

    Reader watching(Node node, UUID... people) {
        var reader = new Reader(node);
        reader.onlooker.watch(Objects.requireNonNull(look(node, List.of(people), List.of(people))));
        return reader;
    }

    static String online(UUID person) {
        return "{\"user_id\":\"" + person + "\",\"state\":\"online\"}";
    }

    static String offline(UUID person) {
        return "{\"user_id\":\"" + person + "\",\"state\":\"offline\"}";
    }

    static String offline(UUID person, long since) {
        return "{\"user_id\":\"" + person + "\",\"state\":\"offline\",\"last_seen_at\":\"" + Instant.ofEpochMilli(since)
                + "\"}";
    }

    static String push(String... users) {
        return "{\"push\":\"presence\",\"users\":[" + String.join(",", users) + "]}";
    }

    static List<UUID> people(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }
}
