package com.eventfulhq.hub.chat.negotiation;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static com.eventfulhq.hub.chat.log.ChatsUnderTest.code;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.TERMS;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.answer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.offer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.hub.chat.log.ChatsUnderTest;
import com.eventfulhq.hub.chat.log.ChatsUnderTest.Asked;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What negotiations leave in the database, and what their commands are answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NegotiationsIT {

    private static final int AT_ONCE = 50;

    private final BookingsUnderTest bookings = new BookingsUnderTest();
    private final UUID talent = bookings.talent;
    private final UUID booker = bookings.booker;

    @AfterAll
    void stop() {
        bookings.close();
    }

    private JsonNode one(Asked asked) {
        return bookings.one(asked);
    }

    @Test
    void textOfferAndAcceptanceAreNumberedEventsAndRows() {
        var booking = bookings.booking();

        var answers = bookings.chats.write(List.of(
                say(talent, booking, "Good evening"),
                offer(booker, booking, 0),
                answer(talent, booking, "acceptance", 2)));

        assertThat(answers).extracting(answer -> answer.path("ev").asLong()).containsExactly(1L, 2L, 3L);
        var frames = bookings.chats.frames(booking);
        assertThat(frames)
                .extracting(frame -> frame.path("kind").asString())
                .containsExactly("text", "offer", "acceptance");
        assertThat(frames.getLast().at("/message/offer_data")).isEqualTo(Json.MAPPER.valueToTree(TERMS));
        assertThat(frames.getLast().at("/message/hash"))
                .isEqualTo(answers.getLast().path("hash"));
        assertThat(bookings.chats.hub.rows(
                        "SELECT message_no, message_type, sender_user_id, hash FROM marketplace.booking_messages WHERE booking_id = ?::uuid ORDER BY message_no DESC LIMIT 1",
                        booking.toString()))
                .containsExactly(Map.of(
                        "message_no",
                        "3",
                        "message_type",
                        "acceptance",
                        "sender_user_id",
                        talent.toString(),
                        "hash",
                        answers.getLast().path("hash").asString()));
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndDoesNothing() {
        var booking = bookings.booking();
        var offer = offer(talent, booking, 0);
        var first = one(offer);
        one(answer(booker, booking, "rejection", 1));

        assertThat(one(offer)).isEqualTo(first);
        assertThat(bookings.count(booking, "offer")).isEqualTo(1);
    }

    @Test
    void whoHasNotSeenTheLastOfferIsToldOfIt() {
        var booking = bookings.booking();
        one(offer(talent, booking, 0));
        one(offer(booker, booking, "counter_offer", 1, Map.of("fee_credits", "900")));

        var stale = one(answer(booker, booking, "acceptance", 1));

        assertThat(code(stale)).isEqualTo("stale-version");
        assertThat(stale.at("/error/current").asLong()).isEqualTo(2);
        assertThat(code(one(answer(talent, booking, "acceptance", 2)))).isEqualTo("ok");
    }

    @Test
    void textDoesNotMakeAnAnswerStale() {
        var booking = bookings.booking();
        one(offer(talent, booking, 0));
        one(say(booker, booking, "Let me think"));

        assertThat(code(one(answer(booker, booking, "acceptance", 1)))).isEqualTo("ok");
    }

    @Test
    void afterAnAcceptanceNothingButTextFollows() {
        var booking = bookings.booking();
        one(offer(talent, booking, 0));
        one(answer(booker, booking, "acceptance", 1));

        assertThat(List.of(
                        one(offer(talent, booking, 2)),
                        one(answer(talent, booking, "withdrawal", 2)),
                        one(answer(booker, booking, "acceptance", 2))))
                .extracting(ChatsUnderTest::code)
                .containsOnly("conflict");
        assertThat(code(one(say(talent, booking, "See you there")))).isEqualTo("ok");
    }

    @Test
    void aStrangerLearnsNothing() {
        var booking = bookings.booking();
        var eve = bookings.chats.person();

        var nothing = one(offer(eve, UUID.randomUUID(), 0));
        assertThat(code(nothing)).isEqualTo("not-found");
        assertThat(code(one(offer(eve, booking, 0)))).isEqualTo("not-found");
        assertThat(code(one(ask(eve, "read", booking, "ev", 1)))).isEqualTo("not-found");
        assertThat(code(bookings.chats.say(talent, booking, "no conversation of the usual kind")))
                .isEqualTo("not-found");
    }

    @Test
    void membersOfTheTeamThatBooksSpeakForIt() {
        var mia = bookings.chats.person();
        var tom = bookings.chats.person();
        var team = bookings.team(mia, tom);
        var booking = bookings.bookingOf(team);
        one(offer(mia, booking, 0));

        assertThat(code(one(answer(tom, booking, "acceptance", 1)))).isEqualTo("conflict");
        assertThat(code(one(answer(tom, booking, "withdrawal", 1)))).isEqualTo("ok");
        bookings.chats.hub.rows(
                "UPDATE identity.team_memberships SET is_active = false WHERE user_id = ?::uuid RETURNING 1",
                tom.toString());
        assertThat(code(one(say(tom, booking, "I am not one of them any more"))))
                .isEqualTo("not-found");
    }

    @Test
    void ofFiftyAcceptancesAtOnceOneCounts() throws InterruptedException, ExecutionException {
        var members = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> bookings.chats.person())
                .toArray(UUID[]::new);
        var booking = bookings.bookingOf(bookings.team(members));
        one(offer(talent, booking, 0));

        var codes = atOnce(members, member -> answer(member, booking, "acceptance", 1));

        assertThat(codes).containsOnlyOnce("ok");
        assertThat(codes.stream().filter(code -> !code.equals("ok")))
                .hasSize(AT_ONCE - 1)
                .containsOnly("stale-version");
        assertThat(bookings.count(booking, "acceptance")).isEqualTo(1);
        assertThat(bookings.chats.frames(booking)).hasSize(2);
    }

    @Test
    void ofFiftyFirstOffersAtOnceOneIsMade() throws InterruptedException, ExecutionException {
        var members = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> bookings.chats.person())
                .toArray(UUID[]::new);
        var booking = bookings.bookingOf(bookings.team(members));

        assertThat(atOnce(members, member -> offer(member, booking, 0))).containsOnlyOnce("ok");
        assertThat(bookings.count(booking, "offer")).isEqualTo(1);
    }

    private List<String> atOnce(UUID[] people, java.util.function.Function<UUID, Asked> asked)
            throws InterruptedException, ExecutionException {
        var ready = new CountDownLatch(1);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new java.util.ArrayList<Future<String>>();
            for (int i = 0; i < people.length; i++) {
                int partition = i + 1;
                var command = asked.apply(people[i]);
                answers.add(writers.submit(() -> {
                    ready.await();
                    return code(bookings.chats.racing(partition, command));
                }));
            }
            ready.countDown();
            var codes = new java.util.ArrayList<String>();
            for (var answer : answers) {
                codes.add(answer.get());
            }
            return codes;
        }
    }

    @Test
    void readingMarksWhatTheOtherSideSaid() {
        var booking = bookings.booking();
        one(say(talent, booking, "one"));
        one(say(talent, booking, "two"));
        one(ask(booker, "read", booking, "ev", 1));

        assertThat(read(booking)).containsExactly("t", "f");
        one(say(booker, booking, "I have read both, or I would not answer"));
        assertThat(read(booking)).containsExactly("t", "t", "f");
    }

    private List<String> read(UUID booking) {
        return bookings
                .chats
                .hub
                .rows(
                        "SELECT is_read FROM marketplace.booking_messages WHERE booking_id = ?::uuid ORDER BY message_no",
                        booking.toString())
                .stream()
                .map(row -> row.get("is_read"))
                .toList();
    }

    @Test
    void whatWasSaidBeforeThereWasALogIsGoneOnFrom() {
        var booking = bookings.booking();
        bookings.chats.hub.rows(
                "INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text, offer_data) VALUES (?::uuid, ?::uuid, 'offer', 'Before', '{\"fee_credits\": \"70\"}') RETURNING 1",
                booking.toString(),
                talent.toString());

        var accepted = one(answer(booker, booking, "acceptance", 1));

        assertThat(accepted.path("ev").asLong()).isEqualTo(2);
        assertThat(bookings.chats
                        .frames(booking)
                        .getFirst()
                        .at("/message/offer_data/fee_credits")
                        .asString())
                .isEqualTo("70");
    }

    @Test
    void anyTextIsSealedTheSameHereAndInTheDatabase() {
        var booking = bookings.booking();
        var odd = "\"\\/\b\f\n\r\t\u0001\u001f\u007f\ud800\u2028é😀 ﬁ";

        assertThat(code(one(say(talent, booking, odd)))).isEqualTo("ok");
        assertThat(code(one(offer(
                        talent,
                        booking,
                        "offer",
                        0,
                        Map.of(
                                "fee_credits",
                                "0",
                                "terms",
                                odd,
                                "deliverables",
                                List.of(odd, "x"),
                                "starts_at",
                                "2030-01-01T20:00:00Z")))))
                .isEqualTo("ok");
    }
}
