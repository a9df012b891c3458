package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What caterers learn of the guests of an event, and that nobody learns from it what one of them does not eat. */
@RealServers
class DietaryNeedsIT {

    private static final String EVENT = """
            INSERT INTO security.users (user_id, email, primary_archetype) VALUES (<owner>, 'owner@example.com', 'Expert');
            INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_user_id)
                SELECT <dinner>, 'Dinner', category_id, now() + interval '6 days', now() + interval '7 days', <owner>
                FROM product.event_categories LIMIT 1;
            UPDATE product.events SET status = 'published';
            INSERT INTO event_operations.ticket_types (ticket_type_id, event_id, name, price_credits, total_quantity, sale_start_datetime,
                sale_end_datetime) VALUES (<seat>, <dinner>, 'Seat', 0, 99, now() - interval '1 h', now() + interval '1 h');
            """;

    private DatabaseAddress database;

    @BeforeEach
    void aDinner(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in(EVENT));
    }

    @Test
    @DisplayName("ten guests are counted, without names, and everybody may read it")
    void countsTen() {
        guests(1, 10, "vegan");

        count();

        assertThat(told("event_operations_domain")).isEqualTo("vegan 10");
    }

    @Test
    @DisplayName("nine guests could be guessed")
    void doesNotCountNine() {
        guests(1, 9, "vegan");

        count();

        assertThat(told("event_operations_domain")).isEqualTo("null");
    }

    @Test
    @DisplayName("what fewer than three do not eat is left out, and the rest is rounded up to fives")
    void leavesOutAndRounds() {
        guests(1, 2, "nuts");
        guests(3, 5, "milk");
        guests(6, 11, "vegan");

        count();

        assertThat(told("event_operations_domain")).isEqualTo("milk 5, vegan 10");
    }

    @Test
    @DisplayName("an event is counted once: who comes later is not the difference of two answers")
    void countsOnce() {
        guests(1, 10, "vegan");
        count();
        guests(11, 11, "vegan");

        assertThat(count()).isEqualTo("0");
        assertThat(told("event_operations_domain")).isEqualTo("vegan 10");
    }

    @Test
    @DisplayName("whose ticket was refunded is no guest")
    void leavesOutRefunds() {
        guests(1, 10, "vegan");
        Sql.script(database, "UPDATE event_operations.tickets SET status = 'refunded' WHERE ticket_number = '10'");

        assertThat(count()).isEqualTo("0");
    }

    @Test
    @DisplayName("who holds two tickets is one guest")
    void countsPeople() {
        guests(1, 9, "vegan");
        Sql.script(database, tickets("second ", 1, 1));

        assertThat(count()).isEqualTo("0");
    }

    @ParameterizedTest(name = "an event that begins in {0} and is {1} is counted: {2}")
    @CsvSource({
        "6 days,published,1",
        "8 days,published,0",
        "6 days,cancelled,0",
        "-1 h,published,1",
        "-3 days,published,0"
    })
    void countsInTheWeekBefore(String begins, String status, String counted) {
        guests(1, 10, "vegan");
        Sql.script(
                database,
                "UPDATE product.events SET status = '" + status + "', start_datetime = now() + interval '" + begins
                        + "', end_datetime = now() + interval '1 day' + interval '" + begins + "'");

        assertThat(count()).isEqualTo(counted);
    }

    @Test
    @DisplayName("the daily run counts")
    void isCountedDaily() {
        guests(1, 10, "vegan");

        var unused = Maintenance.run(database);

        assertThat(told("event_operations_domain")).isEqualTo("vegan 10");
    }

    @ParameterizedTest(name = "{0} neither has guests counted nor writes what was counted")
    @CsvSource({"identity_domain", "event_operations_domain", "gateway"})
    void nobodyAsks(String role) {
        try (var session = Session.as(role, database)) {
            assertThat(List.of(
                            session.refusal("SELECT identity.count_dietary_needs()"),
                            session.refusal("INSERT INTO identity.dietary_needs (event_edition_id, restriction, people)"
                                    + " VALUES (<dinner>, 'vegan', 5)"),
                            session.refusal("DELETE FROM identity.dietary_needs")))
                    .containsOnly("42501");
        }
    }

    /** Fans of these numbers hold a ticket each and do not eat this. */
    private void guests(int first, int last, String restriction) {
        Sql.script(database, """
                INSERT INTO security.users (email, primary_archetype)
                    SELECT n || '@guests.example', 'Fan' FROM generate_series(%1$d, %2$d) AS n;
                INSERT INTO identity.fan_profiles (user_id, display_name, dietary_restrictions)
                    SELECT user_id, 'F', '{%3$s}' FROM generate_series(%1$d, %2$d) AS n JOIN security.users ON email = n || '@guests.example';
                """.formatted(first, last, restriction) + tickets("", first, last));
    }

    private static String tickets(String series, int first, int last) {
        return Names.in("""
                INSERT INTO event_operations.tickets (ticket_number, event_id, ticket_type_id, purchaser_user_id, current_owner_user_id,
                    purchase_price_credits, qr_code)
                SELECT '%1$s' || n, <dinner>, <seat>, user_id, user_id, 0, '%1$s' || n
                FROM generate_series(%2$d, %3$d) AS n JOIN security.users ON email = n || '@guests.example'""".formatted(series, first, last));
    }

    private String count() {
        try (var owner = Session.as(database.user(), database)) {
            return owner.value("SELECT identity.count_dietary_needs()");
        }
    }

    private String told(String role) {
        try (var session = Session.as(role, database)) {
            return session.value(
                    "SELECT string_agg(restriction || ' ' || people, ', ' ORDER BY restriction) FROM identity.dietary_needs");
        }
    }
}
