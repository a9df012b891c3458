package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What follows from selling, claiming, refunding and scanning tickets. */
@RealServers
class TicketEffectsIT {

    private DatabaseAddress database;
    private Session domain;

    @BeforeEach
    void aWorld(TestServers servers) {
        database = servers.newDatabase();
        EventOperationsWorld.begin(database);
        domain = Session.as("event_operations_domain", database);
    }

    @AfterEach
    void leave() {
        domain.close();
    }

    @Test
    @DisplayName("a sale counts, a refund and a deletion count back, and what is left is computed")
    void counts() {
        assertThat(stock("on_sale")).isEqualTo("8 of 20 sold, 12 left");

        run("UPDATE event_operations.tickets SET status = 'refunded' WHERE ticket_id = <active>");
        assertThat(stock("on_sale")).isEqualTo("7 of 20 sold, 13 left");

        run("DELETE FROM event_operations.tickets WHERE ticket_id = <no_show>");
        assertThat(stock("on_sale")).isEqualTo("6 of 20 sold, 14 left");

        run("UPDATE event_operations.tickets SET is_deleted = false WHERE ticket_id = <no_show>");
        assertThat(stock("on_sale")).isEqualTo("7 of 20 sold, 13 left");
    }

    @Test
    @DisplayName("a new ticket type has sold nothing, whatever is given")
    void startsUnsold() {
        run("""
                INSERT INTO event_operations.ticket_types (ticket_type_id, event_id, name, price_credits, total_quantity, quantity_sold,
                    sale_start_datetime, sale_end_datetime) VALUES (<new>, <festa>, 'VIP', 0, 5, 3, now(), now() + interval '1 h')""");

        assertThat(stock("new")).isEqualTo("0 of 5 sold, 5 left");
    }

    @Test
    @DisplayName("a repeated sale of one ticket takes no second place")
    void repeatsTakeNothing() {
        run("""
                INSERT INTO event_operations.tickets (ticket_number, event_id, ticket_type_id, purchaser_user_id,
                    current_owner_user_id, purchase_price_credits, qr_code)
                VALUES ('T1', <festa>, <on_sale>, <ben>, <ben>, 10, 'qr T1') ON CONFLICT DO NOTHING""");

        assertThat(stock("on_sale")).isEqualTo("8 of 20 sold, 12 left");
    }

    @Test
    @DisplayName("a claim returns the ticket, moves it and completes the transfer")
    void claims() {
        var ticket = domain.value("SELECT event_operations.claim_transfer(rpad('open', 32, '0'), ?)", Names.of("ana"));

        assertThat(ticket).isEqualTo(Names.of("offered").toString());
        assertThat(ticket("current_owner_user_id", "offered"))
                .isEqualTo(Names.of("ana").toString());
        assertThat(ticket("purchaser_user_id", "offered"))
                .isEqualTo(Names.of("ben").toString());
        assertThat(ticket("status", "offered")).isEqualTo("transferred");
        assertThat(transfer("status", "open_offer")).isEqualTo("completed");
        assertThat(transfer("to_user_id", "open_offer"))
                .isEqualTo(Names.of("ana").toString());
    }

    @Test
    @DisplayName("a ticket that is refunded takes its open offer with it")
    void cancelsTheOffer() {
        run("UPDATE event_operations.tickets SET status = 'refunded' WHERE ticket_id = <offered>");

        assertThat(transfer("status", "open_offer")).isEqualTo("cancelled");
    }

    @Test
    @DisplayName("an offer that is past its time is expired when the next is made")
    void expiresTheOldOffer() {
        run("""
                INSERT INTO event_operations.ticket_transfers (ticket_id, from_user_id, to_user_id, expires_at)
                VALUES (<late>, <ben>, <eve>, now() + interval '1 h')""");

        assertThat(transfer("status", "late_offer")).isEqualTo("expired");
    }

    @Test
    @DisplayName("a scan is noted with its time: now, or the one of the gate")
    void notesTheScan() {
        run("UPDATE event_operations.tickets SET check_in_status = 'checked_in' WHERE ticket_id = <active>");
        run("""
                UPDATE event_operations.tickets SET check_in_status = 'checked_in', checked_in_at = '2026-01-01 10:00Z'
                WHERE ticket_id = <offered>""");

        assertThat(ticket("checked_in_at = updated_at", "active")).isEqualTo("t");
        assertThat(ticket("checked_in_at = '2026-01-01 10:00Z'", "offered")).isEqualTo("t");
    }

    @Test
    @DisplayName("a sale is audited once, as its ticket, with its secrets masked")
    void auditsASaleOnce() {
        assertThat(Sql.rows(database, Names.in("""
                        SELECT entity_type, operation, new_values ->> 'qr_code' AS qr, new_values ->> 'access_token' AS token
                        FROM security.entity_audit_log WHERE entity_id IN (<only>, <sold_out>) ORDER BY audit_id""")))
                .containsExactly(
                        Map.of("entity_type", "ticket_types", "operation", "CREATE", "qr", "null", "token", "null"),
                        Map.of("entity_type", "tickets", "operation", "CREATE", "qr", "***", "token", "***"));
    }

    @Test
    @DisplayName("tokens that nobody gives are long and differ")
    void drawsTokens() {
        run("""
                INSERT INTO event_operations.tickets (ticket_id, ticket_number, event_id, ticket_type_id, purchaser_user_id,
                    current_owner_user_id, purchase_price_credits, qr_code)
                VALUES (<one>, 'N1', <festa>, <on_sale>, <ben>, <ben>, 10, 'N1'), (<two>, 'N2', <festa>, <on_sale>, <ben>, <ben>, 10, 'N2')""");

        assertThat(ticket("access_token", "one")).hasSize(64).isNotEqualTo(ticket("access_token", "two"));
    }

    private void run(String sql) {
        domain.run(sql);
    }

    private String stock(String type) {
        return domain.value(
                "SELECT format('%s of %s sold, %s left', quantity_sold, total_quantity, quantity_available)"
                        + " FROM event_operations.ticket_types WHERE ticket_type_id = ?",
                Names.of(type));
    }

    private String ticket(String expression, String name) {
        return domain.value(
                "SELECT " + expression + " FROM event_operations.tickets WHERE ticket_id = ?", Names.of(name));
    }

    private String transfer(String column, String name) {
        return domain.value(
                "SELECT " + column + " FROM event_operations.ticket_transfers WHERE transfer_id = ?", Names.of(name));
    }
}
