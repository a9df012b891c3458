package com.eventfulhq.hub.chat.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.chat.OfferTerms;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.hub.chat.log.Head;
import com.eventfulhq.hub.chat.log.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What steps come to, without a database: random negotiations, judged by the list of what was said in them. */
class NegotiationTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final int RUNS = 300;
    private static final int MOST_STEPS = 40;
    private static final UUID BOOKING = UUID.randomUUID();
    private static final UUID TALENT = UUID.randomUUID();
    private static final UUID BOOKER = UUID.randomUUID();
    private static final UUID COLLEAGUE = UUID.randomUUID();
    private static final UUID STRANGER = UUID.randomUUID();

    /** @param behind how many binding messages its sender has not seen */
    record Try(UUID by, Step step, int behind) {}

    record Said(UUID by, Step step, long no) {
        boolean binds() {
            return step != Step.TEXT;
        }

        boolean isOffer() {
            return step == Step.OFFER || step == Step.COUNTER_OFFER;
        }

        boolean isOfSideOf(UUID other) {
            return by.equals(TALENT) == other.equals(TALENT);
        }
    }

    private final Changes changes = new Changes();

    private Negotiation negotiation(String status) {
        var negotiation = new Negotiation(Head.of(BOOKING, 0, 0, 0), status, changes);
        negotiation.party(TALENT, Side.TALENT);
        negotiation.party(BOOKER, Side.ORGANIZER);
        negotiation.party(COLLEAGUE, Side.ORGANIZER);
        return negotiation;
    }

    private static OfferTerms terms(@Nullable Instant expires) {
        return new OfferTerms("1200", Map.of("travel", "50.5"), null, null, List.of("Two sets"), null, expires);
    }

    private static ChatCommand.Negotiate asked(Step step, @Nullable Long expected, @Nullable Instant expires) {
        boolean offers = step == Step.OFFER || step == Step.COUNTER_OFFER;
        return new ChatCommand.Negotiate(
                BOOKING, UUID.randomUUID(), step.toString(), "said", offers ? terms(expires) : null, expected);
    }

    static LongStream seeds() {
        return new Random(11).longs(RUNS);
    }

    private static List<Try> tries(long seed) {
        var random = new Random(seed);
        var people = List.of(TALENT, BOOKER, COLLEAGUE, TALENT, BOOKER, COLLEAGUE, STRANGER);
        return IntStream.range(0, random.nextInt(MOST_STEPS))
                .mapToObj(i -> new Try(
                        people.get(random.nextInt(people.size())),
                        Step.values()[random.nextInt(Step.values().length)],
                        random.nextInt(5) == 0 ? 1 : 0))
                .toList();
    }

    /** What may be said, told from nothing but the list. */
    private static boolean isAllowed(Try attempt, List<Said> said) {
        var binding = said.stream().filter(Said::binds).toList();
        if (attempt.by().equals(STRANGER) || (attempt.behind() > 0 && !binding.isEmpty())) {
            return false;
        }
        if (attempt.step() == Step.TEXT) {
            return true;
        }
        if (binding.stream().anyMatch(each -> each.step() == Step.ACCEPTANCE)) {
            return false;
        }
        var open = binding.isEmpty() || !binding.getLast().isOffer() ? null : binding.getLast();
        return switch (attempt.step()) {
            case TEXT -> true;
            case OFFER -> open == null;
            case COUNTER_OFFER, ACCEPTANCE, REJECTION -> open != null && !open.isOfSideOf(attempt.by());
            case WITHDRAWAL -> open != null && open.isOfSideOf(attempt.by());
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onlyWhatMayFollowIsSaid(long seed) {
        var tries = tries(seed);
        var negotiation = negotiation("pending");
        var said = new ArrayList<Said>();
        for (var attempt : tries) {
            var binding = said.stream().filter(Said::binds).toList();
            long current = binding.isEmpty() ? 0 : binding.getLast().no();
            long seen = attempt.behind() == 0 || binding.isEmpty() ? current : current - 1;

            var outcome = negotiation.decide(attempt.by(), asked(attempt.step(), seen, null), NOW);

            assertThat(outcome instanceof Outcome.Happened)
                    .as(said + " then " + attempt)
                    .isEqualTo(isAllowed(attempt, said));
            if (outcome instanceof Outcome.Happened happened) {
                assertThat(happened.kind()).isEqualTo(attempt.step().toString());
                said.add(new Said(attempt.by(), attempt.step(), said.size() + 1L));
            }
        }
        assertThat(changes.said())
                .extracting(each -> each.message().messageNo())
                .containsExactlyElementsOf(said.stream().map(Said::no).toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageIsSealedAfterTheOneBefore(long seed) {
        var tries = tries(seed);
        var negotiation = negotiation("pending");
        tries.forEach(attempt -> negotiation.decide(attempt.by(), asked(attempt.step(), null, null), NOW));

        var previous = Chain.BEGIN;
        for (var each : changes.said()) {
            assertThat(each.hash()).isEqualTo(Chain.seal(previous, each.message()));
            previous = each.hash();
        }
    }

    @Test
    void whoIsBehindIsToldWhereItStands() {
        var negotiation = negotiation("inquiry");
        negotiation.decide(BOOKER, asked(Step.TEXT, null, null), NOW);
        negotiation.decide(BOOKER, asked(Step.OFFER, 0L, null), NOW);

        assertThat(negotiation.decide(TALENT, asked(Step.ACCEPTANCE, 0L, null), NOW))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.STALE_VERSION);
                    assertThat(refused.members().object()).isEqualTo("{\"current\":2}");
                });
    }

    @Test
    void anAcceptanceHasTheTermsItAccepts() {
        var negotiation = negotiation("inquiry");
        negotiation.decide(TALENT, asked(Step.OFFER, 0L, null), NOW);
        negotiation.decide(BOOKER, asked(Step.ACCEPTANCE, 1L, null), NOW);

        assertThat(changes.said())
                .extracting(each -> each.message().offerData())
                .containsOnly(
                        "{\"allowances\":{\"travel\":\"50.5\"},\"deliverables\":[\"Two sets\"],\"fee_credits\":\"1200\"}");
    }

    @Test
    void anExpiredOfferIsRejectedOrWithdrawnButNotAccepted() {
        var negotiation = negotiation("inquiry");
        negotiation.decide(TALENT, asked(Step.OFFER, 0L, NOW.plusSeconds(60)), NOW);
        var late = NOW.plusSeconds(60);

        assertThat(negotiation.decide(BOOKER, asked(Step.ACCEPTANCE, 1L, null), late))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(ErrorCode.CONFLICT));
        assertThat(negotiation.decide(BOOKER, asked(Step.REJECTION, 1L, null), late))
                .isInstanceOf(Outcome.Happened.class);
    }

    @Test
    void aCancelledBookingIsTalkedAboutAndNotNegotiated() {
        var negotiation = negotiation("cancelled");

        assertThat(negotiation.decide(TALENT, asked(Step.TEXT, null, null), NOW))
                .isInstanceOf(Outcome.Happened.class);
        assertThat(negotiation.decide(TALENT, asked(Step.OFFER, 0L, null), NOW))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(ErrorCode.CONFLICT));
    }
}
