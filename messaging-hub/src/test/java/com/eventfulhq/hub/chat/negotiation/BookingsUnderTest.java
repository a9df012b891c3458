package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.hub.chat.log.ChatsUnderTest;
import com.eventfulhq.hub.chat.log.ChatsUnderTest.Asked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The hub with bookings: of a talent by one person, or by a team with members. */
final class BookingsUnderTest implements AutoCloseable {

    static final Map<String, Object> TERMS = Map.of("fee_credits", "1200.50", "allowances", Map.of("travel", "80"));

    final ChatsUnderTest chats;
    final UUID talent;
    final UUID booker;
    private final UUID event = UUID.randomUUID();

    BookingsUnderTest(String... properties) {
        var all = new ArrayList<>(List.of("eventful.chat.rates.enabled=false"));
        all.addAll(Arrays.asList(properties));
        chats = new ChatsUnderTest(all.toArray(String[]::new));
        talent = artist();
        booker = chats.person();
        var team = team();
        var category = UUID.randomUUID().toString();
        run(
                "INSERT INTO product.event_categories (category_id, category_name, taxonomy_code) VALUES (?::uuid, 'Tested', 'TEST_1')",
                category);
        run(
                "INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_team_id) VALUES (?::uuid, 'Festa', ?::uuid, '2030-01-01', '2030-01-02', ?::uuid)",
                event.toString(),
                category,
                team.toString());
    }

    private void run(String insert, Object... parameters) {
        chats.hub.rows(insert + " RETURNING 1", parameters);
    }

    UUID artist() {
        var id = chats.person();
        run("UPDATE security.users SET primary_archetype = 'Artist' WHERE user_id = ?::uuid", id.toString());
        return id;
    }

    /** A team of these. */
    UUID team(UUID... members) {
        var team = UUID.randomUUID();
        run(
                "INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (?::uuid, 'Sala', 'venue')",
                team.toString());
        for (var member : members) {
            run(
                    "INSERT INTO identity.team_memberships (user_id, team_id, invitation_status, is_active) VALUES (?::uuid, ?::uuid, 'accepted', true)",
                    member.toString(),
                    team.toString());
        }
        return team;
    }

    UUID booking() {
        return booking("booked_by_user_id", booker);
    }

    UUID bookingOf(UUID team) {
        return booking("booked_by_team_id", team);
    }

    private UUID booking(String column, UUID party) {
        var booking = UUID.randomUUID();
        run(
                "INSERT INTO marketplace.bookings (booking_id, booking_reference, event_id, talent_user_id, %s, fee_credits) VALUES (?::uuid, ?, ?::uuid, ?::uuid, ?::uuid, 100)"
                        .formatted(column),
                booking.toString(),
                "B-" + booking,
                event.toString(),
                talent.toString(),
                party.toString());
        return booking;
    }

    static Asked say(UUID by, UUID booking, String text) {
        return ChatsUnderTest.ask(by, "negotiate", booking, "message_type", "text", "message_text", text);
    }

    static Asked offer(UUID by, UUID booking, long expected) {
        return offer(by, booking, "offer", expected, TERMS);
    }

    static Asked offer(UUID by, UUID booking, String type, long expected, Object terms) {
        return ChatsUnderTest.ask(
                by,
                "negotiate",
                booking,
                "message_type",
                type,
                "message_text",
                "For this?",
                "offer_data",
                terms,
                "expected_ev",
                expected);
    }

    static Asked answer(UUID by, UUID booking, String type, long expected) {
        return ChatsUnderTest.ask(
                by, "negotiate", booking, "message_type", type, "message_text", "So be it", "expected_ev", expected);
    }

    JsonNode one(Asked asked) {
        return chats.one(asked);
    }

    /** How many messages of a kind a booking has. */
    long count(UUID booking, String type) {
        return chats.hub.count(
                "SELECT count(*) FROM marketplace.booking_messages WHERE booking_id = ?::uuid AND message_type = ?",
                booking.toString(),
                type);
    }

    @Override
    public void close() {
        chats.close();
    }
}
