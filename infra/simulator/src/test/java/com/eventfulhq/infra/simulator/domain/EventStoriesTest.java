package com.eventfulhq.infra.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.event.catalogue.DomainEvent;
import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each property is checked for each of many seeds. */
class EventStoriesTest {

    private static final EventCatalogue CATALOGUE = EventCatalogue.load();
    private static final Instant BEGINNING = Instant.parse("2026-05-12T19:30:00Z");
    private static final int SEEDS = 20;
    private static final int EVENTS = 1_500;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyEventKeepsItsContract(long seed) {
        var events = new DomainEvents(CATALOGUE);

        assertThat(stream(seed)).allSatisfy(event -> assertThat(
                        events.decode(events.encode(event, TraceContext.start()).data()))
                .isInstanceOf(DomainEvents.Decoded.Read.class));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noMessageHasTheIdOfAnother(long seed) {
        assertThat(stream(seed)).extracting(DomainEvent::eventId).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTicketIsSoldHandedOnByItsOwnerAndScannedOnce(long seed) {
        Map<UUID, String> owners = new HashMap<>();
        Set<UUID> scanned = new HashSet<>();
        for (var event : stream(seed)) {
            var ticket = event.relatedEntityId();
            switch (event.type()) {
                case "ticket.sold" ->
                    assertThat(owners.put(ticket, text(event, "purchaserUserId")))
                            .isNull();
                case "ticket.transfer.initiated" -> assertThat(owners).containsEntry(ticket, text(event, "fromUserId"));
                case "ticket.transfer.completed" ->
                    assertThat(owners.put(ticket, text(event, "toUserId"))).isEqualTo(text(event, "fromUserId"));
                case "ticket.checked_in" -> {
                    assertThat(owners).containsEntry(ticket, text(event, "ticketOwnerUserId"));
                    assertThat(scanned.add(ticket)).isTrue();
                }
                case "ticket.no_show" -> assertThat(scanned).doesNotContain(ticket);
                default -> {}
            }
        }
        assertThat(scanned).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noMoreTicketsAreSoldThanThereAre(long seed) {
        Map<String, Integer> total = new HashMap<>();
        Map<String, Integer> sold = new HashMap<>();
        Set<String> soldOut = new HashSet<>();
        for (var event : stream(seed)) {
            var type = String.valueOf(event.relatedEntityId());
            switch (event.type()) {
                case "ticket_type.sale_opened" ->
                    total.put(type, event.data().path("totalQuantity").asInt());
                case "ticket.sold" -> {
                    assertThat(soldOut).doesNotContain(text(event, "ticketTypeId"));
                    assertThat(sold.merge(text(event, "ticketTypeId"), 1, Integer::sum))
                            .isLessThanOrEqualTo(total.get(text(event, "ticketTypeId")));
                }
                case "ticket_type.sold_out" -> {
                    assertThat(sold).containsEntry(type, total.get(type));
                    soldOut.add(type);
                }
                default -> {}
            }
        }
        assertThat(soldOut).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBookingIsConfirmedOnlyAfterAnAcceptedOfferAndItsFeeInEscrow(long seed) {
        Map<String, String> accepted = new HashMap<>();
        Map<String, String> held = new HashMap<>();
        Set<String> confirmed = new HashSet<>();
        for (var event : stream(seed)) {
            var booking = String.valueOf(event.relatedEntityId());
            switch (event.type()) {
                case "booking.offer.accepted" ->
                    accepted.put(booking, event.data().path("offer").toString());
                case "wallet.escrow.held" -> held.put(text(event, "bookingId"), text(event, "transactionId"));
                case "booking.confirmed" -> {
                    assertThat(accepted)
                            .containsEntry(booking, event.data().path("fee").toString());
                    assertThat(held).containsEntry(booking, text(event, "escrowTransactionId"));
                    confirmed.add(booking);
                }
                case "booking.completed", "booking.rated" ->
                    assertThat(confirmed).contains(booking);
                default -> {}
            }
        }
        assertThat(confirmed).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSubscriptionIsSilentOnceItIsCancelledAndUnpaidOnlyAfterDunning(long seed) {
        Map<UUID, List<String>> lives = new HashMap<>();
        stream(seed).stream()
                .filter(event -> event.type().startsWith("subscription."))
                .forEach(event -> lives.computeIfAbsent(event.relatedEntityId(), id -> new ArrayList<>())
                        .add(event.type()));

        assertThat(lives.values()).isNotEmpty().allSatisfy(life -> {
            assertThat(life.getFirst()).isEqualTo("subscription.created");
            int cancelled = life.indexOf("subscription.cancelled");
            assertThat(cancelled).isIn(-1, life.size() - 1);
            int unpaid = life.indexOf("subscription.unpaid");
            assertThat(unpaid < 0 || life.subList(0, unpaid).contains("subscription.past_due"))
                    .isTrue();
        });
    }

    @Test
    void theSameSeedTellsTheSameAndAnotherSomethingElse() {
        assertThat(stream(7)).isEqualTo(stream(7)).isNotEqualTo(stream(8));
    }

    @Test
    void manyKindsOfThingsHappen() {
        var types = new HashSet<String>();
        seeds().forEach(seed -> stream(seed).forEach(event -> types.add(event.type())));

        assertThat(types).hasSizeGreaterThan(40).contains("event.cancelled", "subscription.unpaid", "contract.signed");
    }

    @Test
    void aStoryNeedsTwoPeopleAndATeam() {
        var cast = Cast.of(2, 1, 1);

        assertThatThrownBy(() -> new Cast(cast.people().subList(0, 1), cast.teams()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new EventStories(CATALOGUE, cast, 1).next(BEGINNING)).isNotNull();
    }

    private static List<DomainEvent> stream(long seed) {
        var stories = new EventStories(CATALOGUE, Cast.of(20, 4, seed), seed);
        return Stream.iterate(BEGINNING, time -> time.plusMillis(100))
                .limit(EVENTS)
                .map(stories::next)
                .toList();
    }

    private static String text(DomainEvent event, String field) {
        return event.data().path(field).asString();
    }
}
