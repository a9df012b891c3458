package com.eventfulhq.hub.chat.negotiation;

import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.answer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.offer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.catalogue.DomainEvent;
import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.chat.log.ChatsUnderTest.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From the log of commands to what other services hear of a negotiation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NegotiationPathIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BookingsUnderTest bookings = new BookingsUnderTest();
    private final PublishedEvents published = new PublishedEvents(bookings.chats.hub, Topics.DOMAIN_EVENTS);
    private final DomainEvents events = new DomainEvents(EventCatalogue.load());
    private final UUID talent = bookings.talent;
    private final UUID booker = bookings.booker;

    @AfterAll
    void stop() {
        published.close();
        bookings.close();
    }

    private void submit(Asked... commands) {
        var entries = Arrays.stream(commands).map(NegotiationPathIT::entry).toList();
        bookings.chats.hub.bean(EventLog.class).appendPacked(entries).block(PATIENCE);
    }

    private static LogEntry entry(Asked asked) {
        return new LogEntry(
                Topics.CHAT_COMMANDS,
                asked.frame().path("booking_id").asString(),
                new CloudEvent(
                        UUID.randomUUID().toString(), Submission.TYPE, "/gateway", Instant.now(), TraceContext.start()),
                Submission.bytes(new UserId(asked.by()), "nobody", 1, asked.frame()));
    }

    private List<DomainEvent> heard(UUID booking) {
        return published.records().stream()
                .map(record -> events.decode(record.data()))
                .map(decoded -> ((DomainEvents.Decoded.Read) decoded).event())
                .filter(event -> booking.equals(event.relatedEntityId()))
                .toList();
    }

    private List<String> types(UUID booking) {
        return heard(booking).stream().map(DomainEvent::type).toList();
    }

    @Test
    void everyStepIsHeardByItsContract() {
        var booking = bookings.booking();

        submit(
                say(booker, booking, "Hello"),
                offer(talent, booking, 0),
                offer(booker, booking, "counter_offer", 2, BookingsUnderTest.TERMS),
                answer(talent, booking, "rejection", 3),
                offer(talent, booking, 4),
                answer(talent, booking, "withdrawal", 5),
                offer(talent, booking, 6),
                answer(booker, booking, "acceptance", 7));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(types(booking))
                .containsExactly(
                        "booking.message.sent",
                        "booking.offer.made",
                        "booking.offer.countered",
                        "booking.offer.rejected",
                        "booking.offer.made",
                        "booking.offer.made",
                        "booking.offer.accepted",
                        "booking.terms_agreed"));
        var agreed = heard(booking).getLast().data();
        assertThat(agreed.at("/fee/amount").asString()).isEqualTo("1200.50");
        assertThat(agreed.at("/terms/allowances/travel").asString()).isEqualTo("80");
        assertThat(agreed.path("acceptedByUserId").asString()).isEqualTo(booker.toString());
        assertThat(agreed.path("offeredByUserId").asString()).isEqualTo(talent.toString());
        assertThat(agreed.path("bookedByUserId").asString()).isEqualTo(booker.toString());
    }

    @Test
    void agreedTermsHaveOneIdHoweverOftenTheirAcceptanceComes() {
        var booking = bookings.booking();
        var acceptance = answer(booker, booking, "acceptance", 1);

        submit(offer(talent, booking, 0), acceptance, answer(booker, booking, "acceptance", 1), acceptance);
        submit(acceptance, say(talent, booking, "the end"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(types(booking)).contains("booking.message.sent"));
        assertThat(heard(booking).stream()
                        .filter(event -> event.type().equals("booking.terms_agreed"))
                        .map(DomainEvent::eventId)
                        .distinct())
                .hasSize(1);
        assertThat(bookings.count(booking, "acceptance")).isEqualTo(1);
    }
}
