package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Money under concurrency: everybody asks at the same moment, each over a connection of its own. */
@RealServers
class FinanceConcurrencyIT {

    private DatabaseAddress database;

    @BeforeEach
    void aDatabase(TestServers servers) {
        database = servers.newDatabase();
    }

    @Test
    @DisplayName("100 parallel transfers between 10 wallets conserve the total, and none ends below zero")
    void transfersConserveTheTotal() {
        var wallets = Wallets.open(database, 10, 100);
        var random = new Random(3);
        var transfers = IntStream.range(0, 100)
                .mapToObj(i -> {
                    int from = random.nextInt(10);
                    int to = (from + random.nextInt(1, 10)) % 10;
                    return transfer("T" + i, wallets.get(from), wallets.get(to), random.nextInt(1, 60));
                })
                .toList();

        var outcomes = Race.outcomes(database, "finance_domain", transfers);

        assertThat(outcomes).containsOnly(ACCEPTED, "VE006").contains(ACCEPTED);
        assertThat(sum("available_balance + pending_balance + frozen_balance")).isEqualTo("1000.00");
        assertThat(sum("(available_balance < 0)::int")).isEqualTo("0");
        assertThat(wallets.rebuilt()).isEqualTo(wallets.balances());
    }

    @Test
    @DisplayName("transfers in opposite directions between two wallets all succeed: nobody waits for each other")
    void oppositeTransfersDoNotDeadlock() {
        var wallets = Wallets.open(database, 2, 100);
        var transfers = IntStream.range(0, 100)
                .mapToObj(i -> transfer("T" + i, wallets.get(i % 2), wallets.get(1 - i % 2), 1))
                .toList();

        assertThat(Race.outcomes(database, "finance_domain", transfers)).containsOnly(ACCEPTED);
        assertThat(wallets.balances()).containsExactly("100/0/0", "100/0/0");
    }

    @Test
    @DisplayName("two parallel holds of the same money: one wins")
    void oneHoldWins() {
        var wallets = Wallets.open(database, 1, 100);
        var holds = Stream.generate(() -> hold(UUID.randomUUID(), wallets.get(0), 60))
                .limit(2);

        assertThat(Race.outcomes(database, "finance_domain", holds.toList()))
                .containsExactlyInAnyOrder(ACCEPTED, "VE006");
        assertThat(wallets.balances()).containsExactly("40/0/60");
    }

    @Test
    @DisplayName("release and refund of one escrow at the same time: one wins, and the money is in one place")
    void releaseOrRefund() {
        for (int round = 0; round < 10; round++) {
            var wallets = Wallets.open(database, 2, 100);
            var booking = UUID.randomUUID();
            try (var finance = Session.as("finance_domain", database)) {
                finance.run(hold(booking, wallets.get(0), 60));
            }

            var outcomes = Race.outcomes(
                    database,
                    "finance_domain",
                    List.of(
                            "SELECT finance.release_escrow('" + booking + "', '" + wallets.get(1) + "')",
                            "SELECT finance.refund_escrow('" + booking + "')"));

            assertThat(outcomes).containsExactlyInAnyOrder(ACCEPTED, "VE004");
            assertThat(wallets.balances())
                    .isEqualTo(
                            outcomes.get(0).equals(ACCEPTED)
                                    ? List.of("40/0/0", "160/0/0")
                                    : List.of("100/0/0", "100/0/0"));
        }
    }

    @Test
    @DisplayName("of a user's two wallets that are deleted at once one stays")
    void oneWalletStays() {
        for (int round = 0; round < 10; round++) {
            var user = "'" + UUID.randomUUID() + "'";
            Sql.script(
                    database,
                    "INSERT INTO security.users (user_id, email, primary_archetype) VALUES (" + user + ", " + user
                            + ", 'Fan'); INSERT INTO finance.wallets (user_id, currency_code) VALUES (" + user
                            + ", 'INR')");
            var delete = "DELETE FROM finance.wallets WHERE user_id = " + user + " AND currency_code = ";

            var outcomes = Race.outcomes(database, "finance_domain", List.of(delete + "'USD'", delete + "'INR'"));

            assertThat(outcomes).containsExactlyInAnyOrder(ACCEPTED, "VE013");
        }
    }

    @Test
    @DisplayName("one request that arrives 20 times at once moves the money once")
    void oneReferenceOnce() {
        var wallets = Wallets.open(database, 2, 100);
        var same = Stream.generate(() -> transfer("T-same", wallets.get(0), wallets.get(1), 30))
                .limit(20);

        assertThat(Race.outcomes(database, "finance_domain", same.toList())).containsOnly(ACCEPTED);
        assertThat(wallets.balances()).containsExactly("70/0/0", "130/0/0");
    }

    @Test
    @DisplayName("one escrow that is released 20 times at once is paid once")
    void oneReleaseOnce() {
        var wallets = Wallets.open(database, 2, 100);
        var booking = UUID.randomUUID();
        try (var finance = Session.as("finance_domain", database)) {
            finance.run(hold(booking, wallets.get(0), 60));
        }
        var same = Stream.generate(() -> "SELECT finance.release_escrow('" + booking + "', '" + wallets.get(1) + "')")
                .limit(20);

        assertThat(Race.outcomes(database, "finance_domain", same.toList())).containsOnly(ACCEPTED);
        assertThat(wallets.balances()).containsExactly("40/0/0", "160/0/0");
    }

    @Test
    @DisplayName(
            "50 metered actions at once are counted one by one, and the limit is passed by exactly those beyond it")
    void usageIsCounted() {
        var subscription = UUID.randomUUID();
        Sql.script(database, """
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('%1$s', 'Sala Gran', 'venue');
                INSERT INTO billing.subscriptions (subscription_id, team_id, plan_id, current_period_start, current_period_end)
                SELECT '%1$s', '%1$s', plan_id, current_date, current_date + 30 FROM billing.subscription_plans WHERE plan_name = 'Pro'
                """.formatted(subscription));
        var actions = Stream.generate(
                        () -> "INSERT INTO billing.subscription_usage (subscription_id, usage_type, quantity_used)"
                                + " VALUES ('" + subscription + "', 'events_created', 1)")
                .limit(50);

        assertThat(Race.outcomes(database, "billing_domain", actions.toList())).containsOnly(ACCEPTED);
        assertThat(Sql.rows(database, """
                        SELECT count(DISTINCT cumulative_usage) AS totals, max(cumulative_usage) AS total,
                            count(*) FILTER (WHERE limit_exceeded) AS beyond FROM billing.subscription_usage""")).containsExactly(Map.of("totals", "50", "total", "50", "beyond", "25"));
    }

    private String sum(String what) {
        try (var finance = Session.as("finance_domain", database)) {
            return finance.value("SELECT sum(" + what + ") FROM finance.wallets");
        }
    }

    private static String transfer(String reference, UUID from, UUID to, int amount) {
        return "SELECT finance.transfer('" + reference + "', '" + from + "', '" + to + "', " + amount + ")";
    }

    private static String hold(UUID booking, UUID payer, int amount) {
        return "SELECT finance.hold_escrow('" + booking + "', '" + payer + "', " + amount + ")";
    }
}
