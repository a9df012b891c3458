package com.eventfulhq.gateway.realtime.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many are online in a conversation, and who is told so. */
class HeadcountTest extends Counting {

    // How many.

    @Test
    void whoIsConnectedAnywhereIsCounted() {
        comes(ben);
        here.presence.came(cleo);

        assertThat(ask(talk)).isEqualTo(numbers(3, 2));
    }

    @Test
    void whoDoesNotTakePartIsNotCounted() {
        comes(UUID.randomUUID());

        assertThat(ask(talk)).isEqualTo(numbers(3, 0));
    }

    @Test
    void whoComesBackWithinTheLeaseWasNeverAway() {
        comes(ben);
        var watcher = watching();

        there.presence.went(ben);
        pass(GRACE);
        there.presence.came(ben);
        pass(LONG);

        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void whoGoesIsCountedUntilTheLeaseEnds() {
        comes(ben);
        var watcher = watching();

        there.presence.went(ben);
        pass(GRACE);
        assertThat(watcher.heard).isEmpty();
        pass(LONG);

        assertThat(watcher.heard).hasSize(1);
        assertThat(ask(talk)).isEqualTo(numbers(3, 0));
    }

    // What is told.

    @Test
    void whoComesIsToldToAllWhoWatchWithOneFrame() {
        var one = watching();
        var other = watching(new UserId(ben));

        comes(cleo);
        pass(A_COUNT);

        assertThat(one.heard).hasSize(1).isEqualTo(other.heard);
        assertThat(ask(talk)).isEqualTo(numbers(3, 1));
    }

    @Test
    void nothingIsToldWhileNothingChanges() {
        comes(ben);
        var watcher = watching();

        pass(LONG);

        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void whatChangesTogetherIsOnePush() {
        var watcher = watching();

        there.presence.came(ben);
        there.presence.came(cleo);
        pass(A_COUNT);

        assertThat(watcher.heard).containsExactly(newest(watcher));
        assertThat(ask(talk)).isEqualTo(numbers(3, 2));
    }

    @Test
    void whoHasEndedItsWatchIsToldNothing() {
        var watcher = watching();
        watcher.viewer.end();

        comes(ben);
        pass(LONG);

        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void whoHasEndedItBeforeTheAnswerIsToldNothing() {
        var watcher = new Watcher(talk, ana);
        gallery.watch(watcher.viewer, tally -> {});
        watcher.viewer.end();
        here.turn();

        comes(ben);
        pass(LONG);

        assertThat(watcher.heard).isEmpty();
        assertThat(census.conversations()).isZero();
    }

    @Test
    void whoIsTooSlowIsToldOnceThereIsRoom() {
        var watcher = watching();
        watcher.crowded = true;
        comes(ben);
        pass(A_COUNT);
        comes(cleo);
        pass(A_COUNT);
        gallery.tick();
        assertThat(watcher.heard).isEmpty();

        watcher.crowded = false;
        gallery.tick();

        assertThat(watcher.heard).containsExactly(newest(watcher));
    }

    @Test
    void whatWasToldInsteadOfWhatWasDroppedIsNotToldAgain() {
        var watcher = watching();
        watcher.crowded = true;
        comes(ben);
        pass(A_COUNT);
        var unused = newest(watcher);

        watcher.crowded = false;
        gallery.tick();

        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void ofManyWhoWatchAllAreTold() {
        var watchers = Stream.generate(this::watching).limit(1_000).toList();

        comes(ben);
        pass(A_COUNT);

        assertThat(watchers).allSatisfy(watcher -> assertThat(watcher.heard).hasSize(1));
    }

    // What it costs.

    @Test
    void aThousandWhoAskAtOnceCostOneLook() {
        int before = leases.looks;
        int sections = Part.of(members, 1_000).size();
        var told = new ArrayList<Tally>();

        for (int i = 0; i < 1_000; i++) {
            gallery.ask(talk, ana, told::add);
        }
        here.turn();

        assertThat(told).hasSize(1_000);
        assertThat(leases.looks - before).isEqualTo(sections);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatNobodyWatchesIsForgottenSoon() {
        var unused = ask(talk);
        assertThat(census.conversations()).isEqualTo(1);
        assertThat(census.people()).isEqualTo(3);

        pass(A_COUNT);

        assertThat(census.conversations()).isZero();
        assertThat(census.people()).isZero();
    }

    @Test
    void whatIsWatchedIsForgottenOnceAllHaveGone() {
        var one = watching();
        var other = watching();
        one.viewer.end();
        pass(LONG);
        assertThat(census.conversations()).isEqualTo(1);

        other.viewer.end();
        pass(A_COUNT);

        assertThat(census.conversations()).isZero();
    }

    @Test
    void moreConversationsThanAllowedAreRefusedForNow() {
        for (int i = 0; i < SETTINGS.maxConversations(); i++) {
            assertThat(ask(UUID.randomUUID())).isEqualTo(numbers(3, 0));
        }
        assertThat(ask(talk)).contains("\"unavailable\"", "\"retryable\":true");

        pass(A_COUNT);

        assertThat(ask(talk)).isEqualTo(numbers(3, 0));
    }

    @Test
    void morePeopleThanAllowedAreRefusedForNow() {
        members.addAll(people(SETTINGS.maxPeople()));

        assertThat(ask(talk)).contains("\"unavailable\"", "\"retryable\":true");
        assertThat(census.people()).isZero();
        assertThat(census.conversations()).isZero();
    }

    // Who takes part.

    @Test
    void whoJoinsIsCountedAfterAMinute() {
        var watcher = watching();
        members.add(UUID.randomUUID());

        pass(Duration.ofSeconds(80));

        assertThat(watcher.heard).hasSize(1);
        assertThat(ask(talk)).isEqualTo(numbers(4, 0));
        assertThat(census.people()).isEqualTo(4);
    }

    @Test
    void whileTheHubIsAwayThoseKnownBeforeAreCounted() {
        var watcher = watching();
        refusal = ErrorCode.UNAVAILABLE;

        pass(LONG);
        comes(ben);
        pass(A_COUNT);

        assertThat(watcher.heard).hasSize(1);
        assertThat(ask(talk)).isEqualTo(numbers(3, 1));
    }

    @Test
    void withoutTheHubNobodyIsToldWhatWasNotKnownBefore() {
        refusal = ErrorCode.UNAVAILABLE;
        assertThat(ask(talk)).contains("\"unavailable\"");
        assertThat(census.conversations()).isZero();

        refusal = null;

        assertThat(ask(talk)).isEqualTo(numbers(3, 0));
    }

    @Test
    void whoAskedForAllMayHaveLeftAndTheOthersAreToldNevertheless() {
        watching();
        var other = watching(new UserId(ben));
        strangers.add(ana);
        members.add(UUID.randomUUID());

        pass(LONG);

        assertThat(other.heard).hasSize(1);
        assertThat(ask(talk)).isEqualTo(numbers(4, 0));
    }

    @Test
    void whatIsTooSmallIsRefusedAsTheHubSays() {
        refusal = ErrorCode.CONFLICT;

        assertThat(ask(talk)).contains("\"conflict\"", "as the test says");
        assertThat(census.conversations()).isZero();
    }

    @Test
    void whoMayNotAskIsRefusedAndWhoAskedBesideIsNot() {
        strangers.add(ana);
        var told = new ArrayList<String>();

        gallery.ask(talk, ana, tally -> told.add(text(tally)));
        gallery.ask(talk, new UserId(ben), tally -> told.add(text(tally)));
        here.turn();

        assertThat(told)
                .hasSize(2)
                .anyMatch(answer -> answer.contains("\"not-found\""))
                .contains(numbers(3, 0));
    }

    @Test
    void whatHasBecomeTooSmallIsNotCountedAnyMore() {
        var watcher = watching();
        refusal = ErrorCode.CONFLICT;
        pass(Duration.ofSeconds(80));
        refusal = null;
        comes(ben);
        pass(LONG);

        assertThat(watcher.overs).isEqualTo(1);
        assertThat(watcher.heard).isEmpty();
        assertThat(census.people()).isZero();
    }

    // Redis is away.

    @Test
    void whileTheLeasesAreAwayQuestionsAreRefusedAndThoseWhoWatchHearNothing() {
        comes(ben);
        var watcher = watching();
        leases.away = true;
        pass(LONG);

        assertThat(ask(talk)).contains("\"unavailable\"", "\"retryable\":true");
        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void whenTheLeasesAreBackNobodyWhoStayedHasGone() {
        comes(ben);
        var watcher = watching();
        leases.away = true;
        pass(LONG);
        leases.away = false;
        pass(LONG);

        assertThat(watcher.heard).isEmpty();
        assertThat(ask(talk)).isEqualTo(numbers(3, 1));
    }

    @Test
    void whenTheLeasesAreBackWhatChangesIsToldAgain() {
        var watcher = watching();
        leases.away = true;
        pass(LONG);
        leases.away = false;
        comes(ben);
        pass(A_COUNT);

        assertThat(watcher.heard).hasSize(1);
    }

    @Test
    void whenTheLeasesAreForgottenNobodyNotices() {
        comes(ben);
        var watcher = watching();

        leases.seen.clear();
        pass(LONG);

        assertThat(watcher.heard).isEmpty();
    }
}
