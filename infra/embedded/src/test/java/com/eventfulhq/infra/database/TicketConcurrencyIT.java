package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many people at once want what there is once. */
@RealServers
class TicketConcurrencyIT {

    private static final int PAIRS = 10;

    private DatabaseAddress database;

    @BeforeEach
    void aWorld(TestServers servers) {
        database = servers.newDatabase();
        EventOperationsWorld.begin(database);
        Sql.script(database, Names.in("""
                INSERT INTO event_operations.ticket_types (ticket_type_id, event_id, name, price_credits, total_quantity,
                    sale_start_datetime, sale_end_datetime)
                VALUES (<last>, <festa>, 'Last', 10, 15, now() - interval '1 h', now() + interval '1 h')"""));
    }

    @Test
    @DisplayName("50 buyers of the last 10 tickets get exactly 10")
    void sellsExactlyWhatIsLeft() {
        assertThat(race(sales("early", 5))).containsOnly(ACCEPTED);

        var outcomes = race(sales("rush", 50));

        assertThat(Collections.frequency(outcomes, ACCEPTED)).isEqualTo(10);
        assertThat(Collections.frequency(outcomes, "VE005")).isEqualTo(40);
        assertThat(counted()).isEqualTo("15 sold, 0 left, 15 valid");
    }

    @Test
    @DisplayName("refunds and sales at once never exceed the total, and the count stays that of the valid tickets")
    void refundsAndSellsWithinTheTotal() {
        race(sales("early", 15));

        var outcomes = race(mixed(refunds("early", 15), sales("rush", 30)));

        assertThat(outcomes).containsOnly(ACCEPTED, "VE005");
        var sold = Collections.frequency(outcomes, ACCEPTED) - 15;
        assertThat(sold).isBetween(0, 15);
        assertThat(counted()).isEqualTo("%d sold, %d left, %d valid".formatted(sold, 15 - sold, sold));
    }

    @Test
    @DisplayName("a ticket that two refund at once gives one place back")
    void givesOnePlaceBack() {
        race(sales("early", 15));

        race(mixed(refunds("early", PAIRS), refunds("early", PAIRS)));

        assertThat(counted()).isEqualTo("5 sold, 10 left, 5 valid");
    }

    @Test
    @DisplayName("of two claims of one transfer one wins")
    void isClaimedOnce() {
        offered();

        var outcomes = race(mixed(claims("ana"), claims("eve")));

        assertThat(winnersPerPair(outcomes)).containsOnly(1);
        assertThat(outcomes).containsOnly(ACCEPTED, "VE007");
        assertThat(number("""
                SELECT count(*) FROM event_operations.tickets JOIN event_operations.ticket_transfers USING (ticket_id)
                WHERE ticket_type_id = <last> AND ticket_transfers.status = 'completed' AND tickets.status = 'transferred'
                    AND current_owner_user_id = to_user_id AND to_user_id <> purchaser_user_id""")).isEqualTo(PAIRS);
    }

    @Test
    @DisplayName("of a claim and a cancellation of one transfer one wins, and the ticket is whose it then is")
    void isClaimedOrCancelled() {
        offered();

        var outcomes = race(
                mixed(
                        claims("ana"),
                        each(
                                "UPDATE event_operations.ticket_transfers SET status = 'cancelled' WHERE transfer_id = <offer_%d>")));

        assertThat(winnersPerPair(outcomes)).containsOnly(1);
        assertThat(outcomes).isSubsetOf(ACCEPTED, "VE007", "VE004");
        assertThat(number("""
                SELECT count(*) FROM event_operations.tickets JOIN event_operations.ticket_transfers USING (ticket_id)
                WHERE ticket_type_id = <last> AND CASE ticket_transfers.status
                    WHEN 'completed' THEN current_owner_user_id = <ana> WHEN 'cancelled' THEN current_owner_user_id = <ben> END""")).isEqualTo(PAIRS);
    }

    @Test
    @DisplayName("a ticket that is claimed and refunded at once ends refunded, and no transfer of it waits")
    void isRefundedInTheEnd() {
        offered();

        var outcomes = race(mixed(claims("ana"), refunds("mine", PAIRS)));

        assertThat(outcomes.subList(0, PAIRS)).isSubsetOf(ACCEPTED, "VE007");
        assertThat(outcomes.subList(PAIRS, 2 * PAIRS)).containsOnly(ACCEPTED);
        assertThat(counted()).isEqualTo("0 sold, 15 left, 0 valid");
        assertThat(number("""
                SELECT count(*) FROM event_operations.ticket_transfers
                WHERE status = 'pending' AND ticket_id IN (SELECT ticket_id FROM event_operations.tickets WHERE ticket_type_id = <last>)""")).isZero();
    }

    @Test
    @DisplayName("of two offers of one ticket one wins")
    void isOfferedOnce() {
        race(sales("mine", PAIRS));

        assertThat(winnersPerPair(race(mixed(offers("first"), offers("second")))))
                .containsOnly(1);
    }

    @Test
    @DisplayName("of the two halves of a circle of requirements one is refused")
    void closesNoCircle() {
        Sql.script(database, Names.in(String.join(";", each("""
                INSERT INTO event_operations.event_requirements (requirement_id, event_id, requirement_type, title)
                VALUES (<hen_%1$d>, <festa>, 'catering', 'Hen'), (<egg_%1$d>, <festa>, 'catering', 'Egg')"""))));
        var depends =
                "UPDATE event_operations.event_requirements SET depends_on_requirement_ids = ARRAY[<%s_%%d>]::uuid[]"
                        + " WHERE requirement_id = <%s_%%d>";

        var outcomes = race(mixed(each(depends.formatted("hen", "egg")), each(depends.formatted("egg", "hen"))));

        assertThat(winnersPerPair(outcomes)).containsOnly(1);
        assertThat(outcomes).containsOnly(ACCEPTED, "VE013");
    }

    private List<String> race(List<String> statements) {
        return Race.outcomes(database, "event_operations_domain", statements);
    }

    private void offered() {
        assertThat(race(sales("mine", PAIRS))).containsOnly(ACCEPTED);
        assertThat(race(offers("offer"))).containsOnly(ACCEPTED);
    }

    private static List<String> sales(String name, int count) {
        return numbered(count, """
                INSERT INTO event_operations.tickets (ticket_id, ticket_number, event_id, ticket_type_id, purchaser_user_id,
                    current_owner_user_id, purchase_price_credits, qr_code)
                VALUES (<NAME_%1$d>, 'NAME %1$d', <festa>, <last>, <ben>, <ben>, 10, 'NAME %1$d')""".replace("NAME", name));
    }

    private static List<String> refunds(String name, int count) {
        return numbered(
                count, "UPDATE event_operations.tickets SET status = 'refunded' WHERE ticket_id = <" + name + "_%d>");
    }

    private static List<String> offers(String name) {
        return each("""
                INSERT INTO event_operations.ticket_transfers (transfer_id, ticket_id, from_user_id, to_email, transfer_token, expires_at)
                VALUES (<NAME_%1$d>, <mine_%1$d>, <ben>, 'x@example.com', rpad('NAME %1$d', 40, '.'), now() + interval '1 h')""".replace("NAME", name));
    }

    private static List<String> claims(String person) {
        return each("SELECT event_operations.claim_transfer(rpad('offer %d', 40, '.'), <" + person + ">)");
    }

    private static List<String> each(String template) {
        return numbered(PAIRS, template);
    }

    private static List<String> numbered(int count, String template) {
        return IntStream.range(0, count)
                .mapToObj(i -> template.replace("%1$d", "%d").replace("%d", Integer.toString(i)))
                .toList();
    }

    private static List<String> mixed(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Of statements that are pairs, the one at i and the one at i + PAIRS: how many of each pair were accepted. */
    private static List<Integer> winnersPerPair(List<String> outcomes) {
        var winners = new ArrayList<Integer>();
        for (int i = 0; i < PAIRS; i++) {
            winners.add(Collections.frequency(List.of(outcomes.get(i), outcomes.get(i + PAIRS)), ACCEPTED));
        }
        return winners;
    }

    private String counted() {
        return only("""
                SELECT format('%s sold, %s left, %s valid', quantity_sold, quantity_available,
                    (SELECT count(*) FROM event_operations.tickets WHERE ticket_type_id = <last> AND status <> 'refunded')) AS answer
                FROM event_operations.ticket_types WHERE ticket_type_id = <last>""");
    }

    private int number(String query) {
        return Integer.parseInt(only(query.replace("count(*)", "count(*) AS answer")));
    }

    private String only(String query) {
        return String.valueOf(Sql.rows(database, Names.in(query)).getFirst().get("answer"));
    }
}
