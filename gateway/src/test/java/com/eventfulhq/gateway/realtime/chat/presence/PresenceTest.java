package com.eventfulhq.gateway.realtime.chat.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is online, and who is told so. */
class PresenceTest extends TwoNodes {

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
}
