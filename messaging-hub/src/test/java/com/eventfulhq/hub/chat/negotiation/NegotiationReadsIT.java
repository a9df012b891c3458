package com.eventfulhq.hub.chat.negotiation;

import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.offer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.hub.chat.log.ChatsUnderTest;
import com.eventfulhq.hub.chat.read.ChatReads;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A negotiation is watched and read like a conversation, by its parties. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NegotiationReadsIT {

    private final BookingsUnderTest bookings = new BookingsUnderTest();
    private final UUID talent = bookings.talent;
    private final UUID booker = bookings.booker;

    @AfterAll
    void stop() {
        bookings.close();
    }

    private JsonNode ask(ChatAsk ask) {
        var json = bookings.chats.hub.bean(ChatReads.class).answer(ask).block(Duration.ofSeconds(30));
        return Json.MAPPER.readTree(Objects.requireNonNull(json));
    }

    private JsonNode open(UUID user, UUID booking, @Nullable String epoch, @Nullable Long ev) {
        return ask(new ChatAsk.Open(new UserId(user), booking, epoch, ev));
    }

    private JsonNode history(UUID user, UUID booking, @Nullable Long before, @Nullable Long afterEv, int limit) {
        return ask(new ChatAsk.History(new UserId(user), booking, before, null, null, afterEv, limit));
    }

    private UUID negotiated() {
        var booking = bookings.booking();
        bookings.one(say(talent, booking, "Hello"));
        bookings.one(offer(booker, booking, 0));
        bookings.one(say(booker, booking, "What do you think?"));
        return booking;
    }

    @Test
    void isOpenBeforeAnythingIsSaid() {
        var opened = open(talent, bookings.booking(), null, null);

        assertThat(opened.path("ev").asLong()).isZero();
        assertThat(opened.path("events")).isEmpty();
        assertThat(opened.path("participants").findValuesAsString("user_id"))
                .containsExactly(talent.toString(), booker.toString());
        assertThat(opened.at("/conversation/related_entity_type").asString()).isEqualTo("bookings");
    }

    @Test
    void opensWithWhatWasMissed() {
        var booking = negotiated();

        var opened = open(talent, booking, null, 1L);

        assertThat(opened.path("events").findValuesAsString("kind")).containsExactly("offer", "text");
        assertThat(opened.at("/conversation/unread").asLong()).isEqualTo(2);
        assertThat(open(booker, booking, null, 1L).at("/conversation/unread").asLong())
                .isZero();
    }

    @Test
    void thePositionOfAnEmptyThreadStaysGood() {
        var booking = bookings.booking();
        var epoch = open(talent, booking, null, null).at("/conversation/epoch").asString();
        bookings.one(say(booker, booking, "Hello"));

        assertThat(open(talent, booking, epoch, 0L).path("events")).hasSize(1);
        assertThat(open(talent, booking, UUID.randomUUID().toString(), 1L)
                        .at("/limited/from")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void readingIsSeenByBoth() {
        var booking = negotiated();
        bookings.one(ChatsUnderTest.ask(talent, "read", booking, "ev", 2));

        assertThat(open(talent, booking, null, null).at("/conversation/unread").asLong())
                .isEqualTo(1);
        assertThat(open(booker, booking, null, null)
                        .at("/participants/0/read_ev")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void historyIsOfMessagesOrOfEvents() {
        var booking = negotiated();

        var page = history(talent, booking, 3L, null, 1);
        var events = history(talent, booking, null, 1L, 50);

        assertThat(page.at("/messages/0/message_type").asString()).isEqualTo("offer");
        assertThat(page.at("/messages/0/offer_data/fee_credits").asString()).isEqualTo("1200.50");
        assertThat(List.of(
                        page.path("has_before").asBoolean(),
                        page.path("has_after").asBoolean()))
                .containsOnly(true);
        assertThat(events.path("events").findValuesAsString("kind")).containsExactly("offer", "text");
    }

    @Test
    void aStrangerFindsNothing() {
        var booking = negotiated();
        var eve = bookings.chats.person();

        for (var asked : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> open(eve, booking, null, null),
                () -> history(eve, booking, null, 0L, 50),
                () -> history(eve, booking, null, null, 50))) {
            assertThatThrownBy(asked)
                    .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                            .isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void howManyOfItsPartiesAreOnlineIsNotCounted() {
        assertThatThrownBy(() -> ask(new ChatAsk.Crowd(new UserId(talent), bookings.booking(), null)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void whoIsNoPartyIsToldThatThereIsNothingToCount() {
        assertThatThrownBy(() -> ask(new ChatAsk.Crowd(new UserId(bookings.chats.person()), bookings.booking(), null)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(ErrorCode.NOT_FOUND));
    }
}
