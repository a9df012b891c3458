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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Two nodes and the leases between them; time passes as the test says. */
class PresenceTest {

    private static final Duration GRACE = Duration.ofSeconds(35);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration A_LOOK = Duration.ofSeconds(6);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final StandInLeases leases = new StandInLeases(time);
    private final PresenceSettings settings = new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("eventful.realtime.presence", PresenceSettings.class);
    private final Node here = new Node();
    private final Node there = new Node();
    private final UUID ben = UUID.randomUUID();
    private final UUID cleo = UUID.randomUUID();

    /** A node with one event loop, which turns when it is told to. */
    private final class Node {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final Presence presence = new Presence(leases, settings, registry, time);
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final Lookout lookout = presence.lookout(tasks::add);

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
    private static final class Reader implements Onlooker.Reader {
        private final List<String> heard = new ArrayList<>();
        private final Onlooker onlooker;
        private boolean crowded;

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

    private void pass(Duration duration) {
        // In steps, for what is told is told between two of them.
        for (var left = duration; left.isPositive(); left = left.minusMillis(250)) {
            time.advanceTimeBy(Duration.ofMillis(250));
            here.turn();
            there.turn();
        }
    }

    private @Nullable View look(Node node, Collection<UUID> asked, Collection<UUID> visible) {
        var views = new ArrayList<@Nullable View>();
        node.lookout.look(List.copyOf(asked), new HashSet<>(visible), views::add);
        node.turn();
        assertThat(views).hasSize(1);
        return views.getFirst();
    }

    private String answer(Node node, UUID... people) {
        return new String(
                Objects.requireNonNull(look(node, List.of(people), List.of(people)))
                        .users(),
                UTF_8);
    }

    private Reader watching(Node node, UUID... people) {
        var reader = new Reader(node);
        reader.onlooker.watch(Objects.requireNonNull(look(node, List.of(people), List.of(people))));
        return reader;
    }

    private static String online(UUID person) {
        return "{\"user_id\":\"" + person + "\",\"state\":\"online\"}";
    }

    private static String offline(UUID person) {
        return "{\"user_id\":\"" + person + "\",\"state\":\"offline\"}";
    }

    private static String offline(UUID person, long since) {
        return "{\"user_id\":\"" + person + "\",\"state\":\"offline\",\"last_seen_at\":\"" + Instant.ofEpochMilli(since)
                + "\"}";
    }

    private static String push(String... users) {
        return "{\"push\":\"presence\",\"users\":[" + String.join(",", users) + "]}";
    }

    private static List<UUID> people(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }

    // Who is online.

    @Test
    void whoIsConnectedToAnotherNodeIsOnline() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));

        assertThat(answer(here, ben, cleo)).isEqualTo("\"users\":[" + online(ben) + "," + offline(cleo) + "]");
    }

    @Test
    void whoHasJustConnectedToThisNodeIsOnlineAtOnce() {
        here.presence.came(ben);

        assertThat(answer(here, ben)).isEqualTo("\"users\":[" + online(ben) + "]");
    }

    @Test
    void whoStaysConnectedStaysOnline() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);

        pass(LONG);

        assertThat(reader.heard).isEmpty();
    }

    @Test
    void whoComesIsToldToThoseWhoWatch() {
        var reader = watching(here, ben, cleo);

        there.presence.came(cleo);
        pass(A_LOOK);

        assertThat(reader.heard).containsExactly(push(online(cleo)));
    }

    @Test
    void whoComesBackWithinTheLeaseWasNeverAway() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);

        there.presence.went(ben);
        pass(GRACE);
        there.presence.came(ben);
        pass(LONG);

        assertThat(reader.heard).isEmpty();
    }

    @Test
    void whoseNodeIsKilledIsOfflineSinceItLastSaidSo() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(25));
        var reader = watching(here, ben);

        there.presence.stop();
        long last = Objects.requireNonNull(leases.seen.get(ben));
        pass(LONG);

        assertThat(reader.heard).containsExactly(push(offline(ben, last)));
    }

    @Test
    void whoHasTwoConnectionsStaysWithOne() {
        there.presence.came(ben);
        there.presence.came(ben);
        there.presence.went(ben);
        pass(LONG);

        assertThat(answer(here, ben)).isEqualTo("\"users\":[" + online(ben) + "]");
        assertThat(there.shown("eventful.realtime.presence.online")).isEqualTo(1);
    }

    @Test
    void whoOneMayNotKnowOfIsOfflineWhateverTheyAre() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var view = Objects.requireNonNull(look(here, List.of(ben), List.of()));
        var reader = new Reader(here);
        reader.onlooker.watch(view);
        pass(LONG);

        assertThat(new String(view.users(), UTF_8)).isEqualTo("\"users\":[" + offline(ben) + "]");
        assertThat(reader.heard).isEmpty();
    }

    // What is told.

    @Test
    void whatChangesTogetherIsOnePush() {
        var reader = watching(here, ben, cleo);

        there.presence.came(cleo);
        there.presence.came(ben);
        pass(A_LOOK);

        assertThat(reader.heard).containsExactly(push(online(ben), online(cleo)));
    }

    @Test
    void whoIsTooSlowIsToldOnceThereIsRoom() {
        var reader = watching(here, ben);
        reader.crowded = true;
        there.presence.came(ben);
        pass(A_LOOK);
        assertThat(reader.heard).isEmpty();

        reader.crowded = false;
        pass(A_LOOK);

        assertThat(reader.heard).containsExactly(push(online(ben)));
    }

    @Test
    void whatIsNoLongerSoOnceThereIsRoomIsNotTold() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);
        reader.crowded = true;
        there.presence.went(ben);
        pass(LONG);
        there.presence.came(ben);
        pass(A_LOOK);

        reader.crowded = false;
        pass(LONG);

        assertThat(reader.heard).isEmpty();
    }

    @Test
    void whoseWaitingPushesWereDroppedIsToldHowItStandsWithAll() {
        var reader = watching(here, ben, cleo);
        there.presence.came(cleo);
        pass(A_LOOK);

        assertThat(new String(reader.onlooker.everything(), UTF_8)).isEqualTo(push(offline(ben), online(cleo)));
    }

    @Test
    void whatWasToldInsteadOfANoticeIsNotToldAgain() {
        var reader = watching(here, ben);
        reader.crowded = true;
        there.presence.came(ben);
        pass(A_LOOK);
        var unused = reader.onlooker.everything();

        reader.crowded = false;
        pass(LONG);

        assertThat(reader.heard).isEmpty();
    }

    @Test
    void onlyThoseWatchedLastAreTold() {
        var reader = watching(here, ben);
        reader.onlooker.watch(Objects.requireNonNull(look(here, List.of(cleo), List.of(cleo))));

        there.presence.came(ben);
        there.presence.came(cleo);
        pass(A_LOOK);

        assertThat(reader.heard).containsExactly(push(online(cleo)));
    }

    @Test
    void whoMayNotBeKnownOfAnyMoreGoesOfflineAndIsNotToldOfAgain() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);

        reader.onlooker.restrict(new HashSet<>());
        pass(A_LOOK);
        there.presence.went(ben);
        pass(LONG);

        assertThat(reader.heard).containsExactly(push(offline(ben)));
    }

    @Test
    void whoMayBeKnownOfNowIsTold() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = new Reader(here);
        reader.onlooker.watch(Objects.requireNonNull(look(here, List.of(ben), List.of())));

        reader.onlooker.restrict(new HashSet<>(List.of(ben)));
        pass(A_LOOK);

        assertThat(reader.heard).containsExactly(push(online(ben)));
    }

    @Test
    void ofManyWhoWatchThoseWhoStayAreToldAndTheOthersNot() {
        var readers = Stream.generate(() -> watching(here, cleo, ben)).limit(20).toList();
        for (int i = 0; i < 20; i += 3) {
            readers.get(i).onlooker.end();
        }
        for (int i = 1; i < 20; i += 3) {
            readers.get(i).onlooker.watch(Objects.requireNonNull(look(here, List.of(ben), List.of(ben))));
        }

        there.presence.came(ben);
        pass(A_LOOK);

        for (int i = 0; i < 20; i++) {
            assertThat(readers.get(i).heard).as("reader " + i).hasSize(i % 3 == 0 ? 0 : 1);
        }
    }

    @Test
    void nobodyIsWatchedOnceAllHaveGone() {
        var one = watching(here, ben, cleo);
        var other = watching(here, ben);
        assertThat(here.shown("eventful.realtime.presence.watched")).isEqualTo(2);

        one.onlooker.end();
        other.onlooker.end();

        assertThat(here.shown("eventful.realtime.presence.watched")).isZero();
    }

    // What it costs.

    @Test
    void tenThousandWhoComeTogetherAreSaidWithAFewCommands() {
        people(10_000).forEach(there.presence::came);
        pass(Duration.ofSeconds(1));

        assertThat(leases.seen).hasSize(10_000);
        assertThat(leases.renewals).isEqualTo(16);
    }

    @Test
    void aThousandWhoAskTogetherAreAnsweredWithAFewCommands() {
        var asked = people(200);
        var views = new ArrayList<@Nullable View>();
        for (int i = 0; i < 1_000; i++) {
            here.lookout.look(asked, new HashSet<>(asked), views::add);
        }
        here.turn();

        assertThat(views).hasSize(1_000).doesNotContainNull();
        assertThat(leases.looks).isLessThanOrEqualTo(16);
    }

    @Test
    void whoIsWatchedAlreadyIsNotLookedAtForEveryQuestion() {
        var unused = watching(here, ben);
        pass(A_LOOK);
        int before = leases.looks;

        assertThat(answer(here, ben)).isEqualTo("\"users\":[" + offline(ben) + "]");
        assertThat(leases.looks).isEqualTo(before);
    }

    // When the leases are away or lost.

    @Test
    void nobodyIsToldThatEverythingWasForgotten() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);
        pass(A_LOOK);

        leases.seen.clear();
        pass(LONG);

        assertThat(reader.heard).isEmpty();
        assertThat(leases.seen).containsKey(ben);
    }

    @Test
    void nobodyGoesOfflineBecauseTheLeasesWereAway() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);
        pass(A_LOOK);

        leases.away = true;
        pass(LONG);
        leases.away = false;
        pass(LONG);

        assertThat(reader.heard).isEmpty();
    }

    @Test
    void whoWentWhileTheLeasesWereAwayIsOfflineInTheEnd() {
        there.presence.came(ben);
        pass(Duration.ofSeconds(1));
        var reader = watching(here, ben);
        pass(A_LOOK);

        leases.away = true;
        there.presence.went(ben);
        pass(LONG);
        leases.away = false;
        pass(LONG);

        assertThat(reader.heard).hasSize(1).first().asString().contains("offline");
    }

    @Test
    void itCannotBeSeenWhileTheLeasesAreAway() {
        leases.away = true;

        assertThat(look(here, List.of(ben), List.of(ben))).isNull();
    }

    @Test
    void whoAskedWhileTheLeasesWereAwayAsksAgain() {
        leases.away = true;
        look(here, List.of(ben), List.of(ben));
        leases.away = false;

        assertThat(look(here, List.of(ben), List.of(ben))).isNotNull();
    }

    @Test
    void whoCameWhileTheLeasesWereAwayIsSaidSoonAfter() {
        leases.away = true;
        there.presence.came(ben);
        pass(Duration.ofSeconds(3));
        leases.away = false;
        pass(Duration.ofSeconds(1));

        assertThat(leases.seen).containsKey(ben);
        assertThat(there.registry
                        .get("eventful.realtime.presence.unsaid")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void whileTheyAreAwayOneCommandIsTriedAndNotAll() {
        people(1_000).forEach(there.presence::came);
        leases.away = true;
        pass(Duration.ofSeconds(10));

        assertThat(leases.renewals).isLessThanOrEqualTo(21);
    }
}
