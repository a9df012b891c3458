package com.eventfulhq.gateway.realtime.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many at once, and leases that are away or lost. */
class PresenceUnderStressTest extends TwoNodes {

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
        // The other node finds its way back later.
        leases.deaf = true;
        pass(A_LOOK);
        leases.deaf = false;
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
