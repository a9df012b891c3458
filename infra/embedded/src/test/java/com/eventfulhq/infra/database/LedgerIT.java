package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ledger does to balances: available, pending and frozen, told as "a/p/f". */
@RealServers
class LedgerIT {

    private static final String MOVE = "UPDATE finance.transactions SET status = ? WHERE transaction_reference = ?";

    /** What a random movement may meet: the same wallet twice, a move that is none, no funds, what does not fit together. */
    private static final List<String> OUTCOMES = List.of(Session.ACCEPTED, "23514", "VE004", "VE006", "VE013");

    private static DatabaseAddress database;
    private static Session finance;

    private Wallets wallets;
    private UUID ana;
    private UUID bea;

    @BeforeAll
    static void enter(TestServers servers) {
        database = servers.newDatabase();
        finance = Session.as("finance_domain", database);
    }

    @AfterAll
    static void leave() {
        finance.close();
    }

    @BeforeEach
    void twoWallets() {
        wallets = Wallets.open(database, 2, 100);
        ana = wallets.get(0);
        bea = wallets.get(1);
    }

    @ParameterizedTest(name = "{0} of 40 that costs 5, {3}: Ana has {4}, Bea has {5}")
    @CsvSource({
        "credit, , bea, completed, 100/0/0, 135/0/0",
        "credit, , bea, pending, 100/0/0, 100/35/0",
        "credit, , bea, failed, 100/0/0, 100/0/0",
        "debit, ana, , completed, 60/0/0, 100/0/0",
        "debit, ana, , processing, 60/0/40, 100/0/0",
        "debit, ana, , failed, 100/0/0, 100/0/0",
        "fee, ana, , completed, 60/0/0, 100/0/0",
        "transfer, ana, bea, completed, 60/0/0, 135/0/0",
        "transfer, ana, bea, pending, 60/0/40, 100/35/0",
        "refund, ana, bea, completed, 60/0/0, 135/0/0"
    })
    void movesBalances(
            String type, @Nullable String from, @Nullable String to, String status, String anas, String beas) {
        finance.run(post(reference(), type, named(from), named(to), status));

        assertThat(wallets.balances()).containsExactly(anas, beas);
        assertThat(wallets.rebuilt()).isEqualTo(wallets.balances());
    }

    @ParameterizedTest(name = "a pending transfer of 40 that ends {0}: Ana has {1}, Bea has {2}")
    @CsvSource({"completed, 60/0/0, 135/0/0", "failed, 100/0/0, 100/0/0"})
    void settlesWhatWasPending(String end, String anas, String beas) {
        var reference = reference();
        finance.run(post(reference, "transfer", named("ana"), named("bea"), "pending"));
        finance.run(MOVE, "processing", reference);
        assertThat(wallets.balances()).containsExactly("60/0/40", "100/35/0");

        finance.run(MOVE, end, reference);

        assertThat(wallets.balances()).containsExactly(anas, beas);
        assertThat(wallets.rebuilt()).isEqualTo(wallets.balances());
    }

    @ParameterizedTest(name = "a transaction goes from {0} to {1}: {2}")
    @CsvSource({
        "pending, processing, accepted",
        "pending, failed, accepted",
        "pending, completed, VE004",
        "processing, completed, accepted",
        "processing, failed, accepted",
        "processing, pending, VE004",
        "completed, failed, VE004",
        "completed, pending, VE004",
        "failed, completed, VE004",
        "failed, processing, VE004"
    })
    void statusMovesOnwards(String from, String to, String outcome) {
        var reference = reference();
        finance.run(post(reference, "transfer", named("ana"), named("bea"), from));

        assertThat(finance.refusal(MOVE, to, reference)).isEqualTo(outcome);
    }

    @Test
    @DisplayName("the gateway's id is added once and then fixed")
    void externalIdIsAddedOnce() {
        var reference = reference();
        var add = "UPDATE finance.transactions SET external_transaction_id = ? WHERE transaction_reference = ?";
        finance.run(post(reference, "credit", named(null), named("ana"), "processing"));
        finance.run(add, "pi_1", reference);

        assertThat(finance.refusal(add, "pi_1", reference)).isEqualTo(Session.ACCEPTED);
        try (var owner = Session.as(database.user(), database)) {
            assertThat(owner.refusal("SET LOCAL ROLE finance_domain; " + add, "pi_2", reference))
                    .isEqualTo("VE003");
        }
    }

    @Test
    @DisplayName("the same reference again is the same transaction and moves nothing")
    void repeatsAreTheFirst() {
        var credit = "SELECT (finance.credit('C-" + ana + "', ?, 25)).transaction_id";
        var hold = "SELECT (finance.hold_escrow(?, ?, 25)).transaction_id";
        var booking = UUID.randomUUID();

        finance.run(credit, ana);
        finance.run(hold, booking, ana);

        assertThat(finance.value(credit, ana)).isEqualTo(finance.value(credit, ana));
        assertThat(finance.value(hold, booking, ana)).isEqualTo(finance.value(hold, booking, ana));

        assertThat(wallets.balances()).containsExactly("100/0/25", "100/0/0");
    }

    @Test
    @DisplayName("escrow goes from available to frozen and, once the service was done, to the payee less the fee")
    void escrowIsReleased() {
        var booking = UUID.randomUUID();
        finance.run("SELECT finance.hold_escrow(?, ?, 60)", booking, ana);
        assertThat(wallets.balances()).containsExactly("40/0/60", "100/0/0");

        finance.run("SELECT finance.release_escrow(?, ?, 6)", booking, bea);
        finance.run("SELECT finance.release_escrow(?, ?, 6)", booking, bea);

        assertThat(wallets.balances()).containsExactly("40/0/0", "154/0/0");
        assertThat(wallets.rebuilt()).isEqualTo(wallets.balances());
    }

    @Test
    @DisplayName("escrow that is refunded is the payer's again, whole")
    void escrowIsRefunded() {
        var booking = UUID.randomUUID();
        finance.run("SELECT finance.hold_escrow(?, ?, 60)", booking, ana);

        finance.run("SELECT finance.refund_escrow(?)", booking);
        finance.run("SELECT finance.refund_escrow(?)", booking);

        assertThat(wallets.balances()).containsExactly("100/0/0", "100/0/0");
        assertThat(wallets.rebuilt()).isEqualTo(wallets.balances());
    }

    @Test
    @DisplayName("a transfer that is refused leaves neither a row nor a balance behind, and what went before stays")
    void allOrNothing() throws SQLException {
        finance.begin();
        finance.step("SELECT finance.transfer(?, ?, ?, 40)", reference(), ana, bea);
        finance.step("SAVEPOINT before");
        String refused = null;
        try {
            finance.step("SELECT finance.transfer(?, ?, ?, 60.01)", "refused-" + ana, ana, bea);
        } catch (SQLException refusal) {
            refused = refusal.getSQLState();
        }
        finance.step("ROLLBACK TO SAVEPOINT before");
        finance.commit();

        assertThat(refused).isEqualTo("VE006");
        assertThat(wallets.balances()).containsExactly("60/0/0", "140/0/0");
        assertThat(finance.value(
                        "SELECT count(*) FROM finance.transactions WHERE transaction_reference = ?", "refused-" + ana))
                .isEqualTo("0");
    }

    @Test
    @DisplayName("after five hundred random movements the ledger alone tells every balance")
    void balancesCanBeRebuilt() {
        var many = Wallets.open(database, 5, 200);
        var random = new Random(7);

        for (int i = 0; i < 500; i++) {
            assertThat(Race.outcome(finance, anything(random, many, "random-" + i)))
                    .isIn(OUTCOMES);
        }

        assertThat(many.rebuilt()).isEqualTo(many.balances());
        assertThat(many.balances()).isNotEqualTo(List.of("200/0/0", "200/0/0", "200/0/0", "200/0/0", "200/0/0"));
    }

    private static String anything(Random random, Wallets among, String reference) {
        var one = among.get(random.nextInt(5));
        var other = among.get(random.nextInt(5));
        var amount = random.nextInt(1, 9_000) / 100.0;
        var booking = new UUID(7, random.nextInt(40));
        var state = List.of("pending", "completed", "failed").get(random.nextInt(3));
        return switch (random.nextInt(7)) {
            case 0 ->
                "SELECT finance.post_transaction('%s', 'transfer', '%s', '%s', %s, 0.01, state => '%s')"
                        .formatted(reference, one, other, amount, state);
            case 1 ->
                "SELECT finance.post_transaction('%s', 'credit', NULL, '%s', %s, 0, 0.01, state => '%s')"
                        .formatted(reference, one, amount, state);
            case 2 ->
                "SELECT finance.post_transaction('%s', 'debit', '%s', NULL, %s, state => '%s')"
                        .formatted(reference, one, amount, state);
            case 3 -> "SELECT finance.hold_escrow('%s', '%s', %s)".formatted(booking, one, amount);
            case 4 -> "SELECT finance.release_escrow('%s', '%s', 0.01)".formatted(booking, other);
            case 5 -> "SELECT finance.refund_escrow('%s')".formatted(booking);
            default ->
                "UPDATE finance.transactions SET status = CASE status WHEN 'pending' THEN 'processing' ELSE '"
                        + (random.nextBoolean() ? "completed" : "failed")
                        + "' END WHERE transaction_id IN (SELECT transaction_id"
                        + " FROM finance.transactions WHERE status IN ('pending', 'processing') ORDER BY transaction_reference LIMIT 1)";
        };
    }

    /** A movement of 40, of which the platform keeps 3 and the gateway 2. */
    private static String post(String reference, String type, String from, String to, String status) {
        return "SELECT finance.post_transaction('%s', '%s', %s, %s, 40, 3, 2, state => '%s')"
                .formatted(reference, type, from, to, status);
    }

    private String named(@Nullable String name) {
        if (name == null) {
            return "NULL";
        }
        return "'" + (name.equals("ana") ? ana : bea) + "'";
    }

    private static String reference() {
        return UUID.randomUUID().toString();
    }
}
