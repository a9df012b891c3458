package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.event.catalogue.DomainEvent;
import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.chat.log.Draft;
import com.eventfulhq.hub.chat.log.ThreadEvent;
import io.r2dbc.spi.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What other services hear of a negotiation ({@code docs/events.md}). Made from the stored messages, also for commands that came again,
 * and under ids made of their place: whoever has heard it before recognises it.
 */
final class BookingEvents {

    private static final String PRODUCER = "messaging-hub";
    private static final int VERSION = 1;
    private static final int PREVIEW = 100;

    private static final String MESSAGES = """
            SELECT m.booking_id, m.message_id, m.message_no, m.message_type, m.message_text, m.offer_data::text, m.hash, m.sender_user_id,
                m.created_at, b.talent_user_id, b.booked_by_user_id, b.booked_by_team_id, o.message_id, o.sender_user_id, o.offer_data::text
            FROM marketplace.booking_messages m
            JOIN marketplace.bookings b ON b.booking_id = m.booking_id
            LEFT JOIN LATERAL (SELECT message_id, sender_user_id, offer_data FROM marketplace.booking_messages
                WHERE booking_id = m.booking_id AND message_type <> 'text' AND message_no < m.message_no AND m.message_type <> 'text'
                ORDER BY message_no DESC LIMIT 1) AS o ON true
            WHERE m.message_id = ANY($1)
            ORDER BY m.booking_id, m.message_no
            """;

    private final DomainEvents events;

    BookingEvents(DomainEvents events) {
        this.events = events;
    }

    /** An offer that is answered. */
    private record Offer(UUID messageId, UUID sender, JsonNode terms) {}

    private record Told(
            UUID bookingId,
            UUID messageId,
            long messageNo,
            Step step,
            String text,
            JsonNode terms,
            String hash,
            UUID sender,
            Instant at,
            UUID talent,
            @Nullable UUID bookedByUser,
            @Nullable UUID bookedByTeam,
            @Nullable Offer answered) {}

    /** @param bookings whose events these are, of all of the batch */
    Mono<Void> tell(Statements statements, Draft draft, Set<UUID> bookings) {
        var messages = Stream.concat(draft.repeated().stream(), draft.events().stream())
                .filter(event -> bookings.contains(event.conversationId()))
                .map(ThreadEvent::messageId)
                .filter(Objects::nonNull)
                .toArray(UUID[]::new);
        return messages.length == 0
                ? Mono.empty()
                : statements
                        .query(MESSAGES, BookingEvents::told, (Object) messages)
                        .doOnNext(found -> found.forEach(told -> tell(told, draft)))
                        .then();
    }

    private void tell(Told told, Draft draft) {
        switch (told.step()) {
            case TEXT ->
                say(draft, told, "booking.message.sent", data -> {
                    put(data, "messageId", told.messageId());
                    sender(data, told).put("preview", preview(told.text()));
                });
            case OFFER -> say(draft, told, "booking.offer.made", data -> offered(data, told));
            case COUNTER_OFFER ->
                say(draft, told, "booking.offer.countered", data -> {
                    put(data, "previousOfferId", answered(told).messageId());
                    offered(data, told);
                });
            case ACCEPTANCE -> {
                say(draft, told, "booking.offer.accepted", data -> answer(data, told));
                say(draft, told, "booking.terms_agreed", data -> agreed(data, told));
            }
            case REJECTION ->
                say(draft, told, "booking.offer.rejected", data -> {
                    answer(data, told);
                    data.put("reason", told.text());
                });
            case WITHDRAWAL -> {
                // The catalogue has no event for it; the other party hears it in the thread.
            }
        }
    }

    private static void offered(ObjectNode data, Told told) {
        put(data, "offerId", told.messageId());
        sender(data, told);
        money(data, "offer", told.terms());
        var expires = told.terms().path("expires_at").stringValue(null);
        if (expires != null) {
            data.put("expiresAt", expires);
        }
    }

    private static void answer(ObjectNode data, Told told) {
        var offer = answered(told);
        put(data, "offerId", offer.messageId());
        put(data, "offeredByUserId", offer.sender());
        money(data, "offer", offer.terms());
    }

    private static void agreed(ObjectNode data, Told told) {
        var offer = answered(told);
        put(data, "offerId", offer.messageId());
        put(data, "messageId", told.messageId());
        put(data, "offeredByUserId", offer.sender());
        put(data, "acceptedByUserId", told.sender());
        put(data, "talentUserId", told.talent());
        put(data, "bookedByUserId", told.bookedByUser());
        put(data, "bookedByTeamId", told.bookedByTeam());
        money(data, "fee", told.terms());
        data.set("terms", told.terms());
        data.put("contentHash", told.hash());
    }

    private static Offer answered(Told told) {
        return Objects.requireNonNull(told.answered(), "an answer has its offer before it");
    }

    private static ObjectNode sender(ObjectNode data, Told told) {
        put(data, "senderUserId", told.sender());
        if (told.sender().equals(told.talent())) {
            put(data, "recipientUserId", told.bookedByUser());
            put(data, "recipientTeamId", told.bookedByTeam());
        } else {
            put(data, "recipientUserId", told.talent());
        }
        return data;
    }

    private static void money(ObjectNode data, String name, JsonNode terms) {
        data.putObject(name)
                .put("amount", terms.path("fee_credits").asString("0"))
                .put("unit", "credits");
    }

    private static void put(ObjectNode data, String name, @Nullable UUID id) {
        if (id != null) {
            data.put(name, id.toString());
        }
    }

    private static String preview(String text) {
        if (text.length() <= PREVIEW) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(PREVIEW - 1));
        return text.substring(0, halves ? PREVIEW - 1 : PREVIEW) + "…";
    }

    private void say(Draft draft, Told told, String type, Consumer<ObjectNode> fill) {
        var data = Json.MAPPER.createObjectNode();
        fill.accept(data);
        var place = type + "/" + told.bookingId() + "/" + told.messageNo();
        var event = new DomainEvent(
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)),
                type,
                told.at(),
                PRODUCER,
                null,
                new UserId(told.sender()),
                null,
                "bookings",
                told.bookingId(),
                VERSION,
                data);
        draft.telling().publish(events.encode(event, TraceContext.start()));
    }

    private static Told told(Row row) {
        @Nullable UUID offer = row.get(12, UUID.class);
        return new Told(
                id(row, 0),
                id(row, 1),
                Objects.requireNonNull(row.get(2, Long.class)),
                Step.of(text(row, 3)),
                text(row, 4),
                json(row.get(5, String.class)),
                text(row, 6),
                id(row, 7),
                Objects.requireNonNull(row.get(8, Instant.class)),
                id(row, 9),
                row.get(10, UUID.class),
                row.get(11, UUID.class),
                offer == null ? null : new Offer(offer, id(row, 13), json(row.get(14, String.class))));
    }

    private static JsonNode json(@Nullable String text) {
        return Json.MAPPER.readTree(text == null ? "{}" : text);
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
