package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of one row of the ledger, tried as the finance domain. What is tried is rolled back. */
@RealServers
class LedgerRulesIT {

    private static final String FINANCE = "finance_domain";
    private static final String MISSING = "23502";
    private static final String UNKNOWN = "23503";
    private static final String TAKEN = "23505";
    private static final String OUT_OF_RANGE = "23514";
    private static final String NOT_ALLOWED = "42501";
    private static final String APPEND_ONLY = "VE001";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String NO_FUNDS = "VE006";
    private static final String WITHOUT_TRANSACTION = "VE012";
    private static final String DOES_NOT_ADD_UP = "VE013";
    private static final String NOT_ACTIVE = "VE030";

    /** Wallets are called after their owner or state. Ana has 100 available and 30 in escrow; each of her movements starts from there. */
    private static final RowDraft TRANSFER = RowDraft.of(
            FINANCE,
            "finance.transactions",
            "transaction_reference = 'T-new'",
            "transaction_type = 'transfer'",
            "from_wallet_id = <ana>",
            "to_wallet_id = <bea>",
            "amount = 10",
            "status = 'completed'");

    private static final RowDraft HOLD = RowDraft.of(
            FINANCE,
            "finance.transactions",
            "transaction_reference = 'H-new'",
            "transaction_type = 'escrow_hold'",
            "from_wallet_id = <ana>",
            "amount = 30",
            "related_entity_id = <other booking>",
            "related_entity_type = 'bookings'",
            "status = 'completed'");
    private static final RowDraft RELEASE = RowDraft.of(
            FINANCE,
            "finance.transactions",
            "transaction_reference = 'R-new'",
            "transaction_type = 'escrow_release'",
            "from_wallet_id = <ana>",
            "to_wallet_id = <bea>",
            "amount = 30",
            "related_entity_id = <booking>",
            "related_entity_type = 'bookings'",
            "status = 'completed'");
    private static final RowDraft REFUND = RowDraft.of(
            FINANCE,
            "finance.transactions",
            "transaction_reference = 'B-new'",
            "transaction_type = 'escrow_refund'",
            "to_wallet_id = <ana>",
            "amount = 30",
            "related_entity_id = <booking>",
            "related_entity_type = 'bookings'",
            "status = 'completed'");

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    private static Session finance;

    @BeforeAll
    static void walletsWithMoney(TestServers servers) {
        database = servers.newDatabase();
        sessions = new SessionsByRole(database);
        finance = sessions.as(FINANCE);
        for (var wallet : new String[] {"<ana>", "<bea>", "<euros>", "<suspended>", "<closed>", "<deleted>"}) {
            open(wallet, wallet.equals("<euros>") ? "EUR" : "INR");
        }
        finance.run("SELECT finance.credit('opening-ana', <ana>, 170)");
        finance.run("SELECT finance.credit('opening-suspended', <suspended>, 50)");
        finance.run("SELECT finance.hold_escrow(<booking>, <ana>, 30)");
        finance.run("SELECT finance.hold_escrow(<settled>, <ana>, 40)");
        finance.run("SELECT finance.release_escrow(<settled>, <bea>)");
        finance.run("SELECT finance.hold_escrow(<suspended booking>, <suspended>, 30)");
        finance.run("UPDATE finance.wallets SET status = 'suspended' WHERE wallet_id = <suspended>");
        finance.run("UPDATE finance.wallets SET status = 'closed' WHERE wallet_id = <closed>");
        finance.run("DELETE FROM finance.wallets WHERE wallet_id = <deleted>");
    }

    private static void open(String wallet, String currency) {
        var user = "'" + UUID.randomUUID() + "'";
        Sql.script(
                database,
                Names.in("INSERT INTO security.users (user_id, email, primary_archetype) VALUES (" + user + ", "
                        + wallet + ", 'Fan')"));
        finance.run("INSERT INTO finance.wallets (wallet_id, user_id, currency_code) VALUES (" + wallet + ", " + user
                + ", '" + currency + "')");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"amounts", "walletsOfAType", "entities", "activeWallets", "escrow", "doors"})
    @DisplayName("a rule of the ledger holds")
    void holds(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> amounts() {
        return Stream.of(
                TRANSFER.with("amount = 0").refused("an amount is above zero", OUT_OF_RANGE),
                TRANSFER.with("amount = -10").refused("an amount is not below zero", OUT_OF_RANGE),
                TRANSFER.with("platform_fee = -0.01").refused("a platform fee is not below zero", OUT_OF_RANGE),
                TRANSFER.with("processing_fee = -0.01").refused("a processing fee is not below zero", OUT_OF_RANGE),
                TRANSFER.with("platform_fee = 5", "processing_fee = 5.01")
                        .refused("fees are part of the amount", OUT_OF_RANGE),
                TRANSFER.with("platform_fee = 5", "processing_fee = 5").accepted("fees may be all of the amount"),
                TRANSFER.with("amount = 100").accepted("all that is available can be spent"),
                TRANSFER.with("amount = 100.01").refused("no more than available is spent", NO_FUNDS),
                TRANSFER.with("amount = 100.01", "status = 'pending'")
                        .refused("no more than available is set aside", NO_FUNDS),
                TRANSFER.with("amount = 900", "status = 'failed'").accepted("a failure needs no funds"),
                TRANSFER.with("transaction_reference = NULL").refused("a reference is given", MISSING),
                TRANSFER.with("transaction_reference = 'opening-ana'")
                        .refused("a reference is never used twice", TAKEN),
                TRANSFER.with("transaction_type = 'gift'").refused("a transaction's type is known", OUT_OF_RANGE),
                TRANSFER.with("status = 'lost'").refused("a transaction's status is known", OUT_OF_RANGE));
    }

    static Stream<Trial> walletsOfAType() {
        return Stream.of(
                of("credit", "NULL", "<bea>", ACCEPTED),
                of("credit", "<ana>", "<bea>", OUT_OF_RANGE),
                of("credit", "<ana>", "NULL", OUT_OF_RANGE),
                of("debit", "<ana>", "NULL", ACCEPTED),
                of("debit", "<ana>", "<bea>", OUT_OF_RANGE),
                of("debit", "NULL", "<bea>", OUT_OF_RANGE),
                of("transfer", "<ana>", "<bea>", ACCEPTED),
                of("transfer", "<ana>", "NULL", OUT_OF_RANGE),
                of("transfer", "NULL", "<bea>", OUT_OF_RANGE),
                of("transfer", "<ana>", "<ana>", OUT_OF_RANGE),
                of("transfer", "NULL", "NULL", OUT_OF_RANGE),
                of("transfer", "<ana>", "<nobody>", UNKNOWN),
                of("transfer", "<ana>", "<euros>", DOES_NOT_ADD_UP),
                of("fee", "<ana>", "NULL", ACCEPTED),
                of("fee", "NULL", "<bea>", OUT_OF_RANGE),
                of("refund", "<ana>", "<bea>", ACCEPTED),
                of("refund", "NULL", "<bea>", ACCEPTED),
                of("refund", "<ana>", "NULL", OUT_OF_RANGE));
    }

    private static Trial of(String type, String from, String to, String outcome) {
        return TRANSFER.with("transaction_type = '" + type + "'", "from_wallet_id = " + from, "to_wallet_id = " + to)
                .refused("a " + type + " " + name(from) + " → " + name(to), outcome);
    }

    private static String name(String wallet) {
        return switch (wallet) {
            case "<ana>" -> "Ana";
            case "<bea>" -> "Bea";
            case "<euros>" -> "a wallet in euros";
            case "<nobody>" -> "a wallet nobody has";
            default -> "no wallet";
        };
    }

    static Stream<Trial> entities() {
        return Stream.of(
                TRANSFER.with("related_entity_id = <booking>").refused("an entity has a type", OUT_OF_RANGE),
                TRANSFER.with("related_entity_type = 'tickets'").refused("a type has an entity", OUT_OF_RANGE),
                TRANSFER.with("related_entity_id = <booking>", "related_entity_type = 'Booking'")
                        .refused("an entity's type is known", OUT_OF_RANGE),
                TRANSFER.with("related_entity_id = <booking>", "related_entity_type = 'tickets'")
                        .accepted("an entity and its type"));
    }

    static Stream<Trial> activeWallets() {
        return Stream.of(
                TRANSFER.with("from_wallet_id = <suspended>").refused("a suspended wallet spends nothing", NOT_ACTIVE),
                TRANSFER.with("to_wallet_id = <suspended>").refused("a suspended wallet gets nothing", NOT_ACTIVE),
                TRANSFER.with("to_wallet_id = <closed>").refused("a closed wallet gets nothing", NOT_ACTIVE),
                TRANSFER.with("to_wallet_id = <deleted>").refused("a deleted wallet gets nothing", NOT_ACTIVE),
                TRANSFER.with("to_wallet_id = <suspended>", "status = 'failed'")
                        .accepted("what failed for a suspended wallet is kept"),
                HOLD.with("from_wallet_id = <suspended>").refused("a suspended wallet holds no escrow", NOT_ACTIVE),
                finance(
                        "escrow is paid out of a suspended wallet",
                        ACCEPTED,
                        "SELECT finance.release_escrow(<suspended booking>, <bea>)"),
                finance(
                        "escrow returns in a suspended wallet",
                        ACCEPTED,
                        "SELECT finance.refund_escrow(<suspended booking>)"),
                finance(
                        "escrow is not paid into a suspended wallet",
                        NOT_ACTIVE,
                        "SELECT finance.release_escrow(<booking>, <suspended>)"));
    }

    static Stream<Trial> escrow() {
        return Stream.of(
                HOLD.with("amount = 100").accepted("what is available can be held"),
                HOLD.with("amount = 100.01").refused("no more than available is held", NO_FUNDS),
                HOLD.with("related_entity_id = NULL", "related_entity_type = NULL")
                        .refused("escrow is held for something", OUT_OF_RANGE),
                HOLD.with("status = 'pending'").refused("escrow is held at once", OUT_OF_RANGE),
                HOLD.with("platform_fee = 1").refused("holding costs nothing", OUT_OF_RANGE),
                HOLD.with("to_wallet_id = <bea>").refused("escrow is held by nobody else", OUT_OF_RANGE),
                HOLD.with("related_entity_id = <booking>").refused("a booking is held once", TAKEN),
                RELEASE.with("platform_fee = 3").accepted("escrow is released"),
                RELEASE.with("amount = 29.99").refused("all of it is released", DOES_NOT_ADD_UP),
                RELEASE.with("from_wallet_id = <bea>", "to_wallet_id = <ana>")
                        .refused("it is released from the payer", DOES_NOT_ADD_UP),
                RELEASE.with("to_wallet_id = NULL").refused("it is released to somebody", OUT_OF_RANGE),
                RELEASE.with("related_entity_id = <other booking>")
                        .refused("nothing is released that is not held", DOES_NOT_ADD_UP),
                RELEASE.with("related_entity_id = <settled>", "amount = 40")
                        .refused("nothing is released twice", TAKEN),
                REFUND.accepted("escrow is refunded"),
                REFUND.with("amount = 30.01").refused("all of it is refunded", DOES_NOT_ADD_UP),
                REFUND.with("to_wallet_id = <bea>").refused("it is refunded to the payer", DOES_NOT_ADD_UP),
                REFUND.with("processing_fee = 1").refused("refunding costs nothing", OUT_OF_RANGE),
                REFUND.with("related_entity_id = <settled>", "amount = 40")
                        .refused("nothing is refunded that was released", TAKEN));
    }

    static Stream<Trial> doors() {
        return Stream.of(
                finance("a credit", ACCEPTED, "SELECT finance.credit('C-new', <ana>, 5)"),
                finance(
                        "a reference again, for another amount",
                        DOES_NOT_ADD_UP,
                        "SELECT finance.credit('opening-ana', <ana>, 171)"),
                finance(
                        "a reference again, for another wallet",
                        DOES_NOT_ADD_UP,
                        "SELECT finance.credit('opening-ana', <bea>, 170)"),
                finance(
                        "a transfer beyond the funds",
                        NO_FUNDS,
                        "SELECT finance.transfer('T-new', <ana>, <bea>, 100.01)"),
                finance(
                        "a hold beyond the funds",
                        NO_FUNDS,
                        "SELECT finance.hold_escrow(<other booking>, <ana>, 100.01)"),
                finance(
                        "a booking held again, for another amount",
                        DOES_NOT_ADD_UP,
                        "SELECT finance.hold_escrow(<booking>, <ana>, 31)"),
                finance(
                        "a release of what is not held",
                        DOES_NOT_ADD_UP,
                        "SELECT finance.release_escrow(<other booking>, <bea>)"),
                finance(
                        "a refund of what is not held",
                        DOES_NOT_ADD_UP,
                        "SELECT finance.refund_escrow(<other booking>)"),
                finance("a refund after the release", WRONG_MOVE, "SELECT finance.refund_escrow(<settled>)"),
                finance(
                        "a release again, to somebody else",
                        DOES_NOT_ADD_UP,
                        "SELECT finance.release_escrow(<settled>, <euros>)"),
                finance(
                        "settling by the inner door",
                        NOT_ALLOWED,
                        "SELECT finance.settle_escrow(<booking>, 'escrow_refund', <bea>, 0)"));
    }

    @ParameterizedTest(name = "the ledger is not rewritten, not even by who is granted it: {0}")
    @ValueSource(
            strings = {
                "transaction_reference = 'x'",
                "transaction_type = 'refund'",
                "amount = 1",
                "from_wallet_id = <bea>",
                "to_wallet_id = <euros>",
                "platform_fee = 1",
                "processing_fee = 1",
                "related_entity_id = <settled>",
                "related_entity_type = 'tickets'",
                "is_deleted = true"
            })
    void contentIsFixed(String change) {
        var held = " WHERE transaction_type = 'escrow_hold' AND related_entity_id = <booking>";

        assertThat(finance.refusal("UPDATE finance.transactions SET " + change + held))
                .isEqualTo(NOT_ALLOWED);
        assertThat(afterGrant("UPDATE finance.transactions SET " + change + held))
                .isEqualTo(FIXED);
    }

    @ParameterizedTest(
            name = "nothing leaves the ledger, and no balance is written, not even by who is granted it: {0}")
    @MethodSource
    void grantedButRefused(String sql, String outcome) {
        assertThat(finance.refusal(sql)).isEqualTo(NOT_ALLOWED);
        assertThat(afterGrant(sql)).isEqualTo(outcome);
    }

    static Stream<Arguments> grantedButRefused() {
        return Stream.of(
                arguments("DELETE FROM finance.transactions", APPEND_ONLY),
                arguments("UPDATE finance.wallets SET available_balance = available_balance + 1", WITHOUT_TRANSACTION),
                arguments("UPDATE finance.wallets SET pending_balance = pending_balance + 1", WITHOUT_TRANSACTION),
                arguments("UPDATE finance.wallets SET frozen_balance = frozen_balance + 1", WITHOUT_TRANSACTION),
                arguments("UPDATE finance.wallets SET user_id = gen_random_uuid()", FIXED),
                arguments("UPDATE finance.wallets SET currency_code = 'GBP'", FIXED),
                arguments("UPDATE finance.wallets SET wallet_type = 'escrow'", FIXED));
    }

    private static String afterGrant(String sql) {
        try (var owner = Session.as(database.user(), database)) {
            return owner.refusal("GRANT UPDATE, DELETE ON finance.transactions, finance.wallets TO finance_domain;"
                    + " SET LOCAL ROLE finance_domain; " + sql);
        }
    }

    @ParameterizedTest(name = "{0} is not written by the owner of the database, either")
    @ValueSource(strings = {"available_balance", "pending_balance", "frozen_balance"})
    void notEvenTheOwnerWritesBalances(String balance) {
        try (var owner = Session.as(database.user(), database)) {
            assertThat(owner.refusal("UPDATE finance.wallets SET " + balance + " = 1000"))
                    .isEqualTo(WITHOUT_TRANSACTION);
        }
    }

    @ParameterizedTest(name = "{0} is never below zero, whatever the triggers let pass")
    @ValueSource(strings = {"available_balance", "pending_balance", "frozen_balance"})
    void neverBelowZero(String balance) {
        try (var owner = Session.as(database.user(), database)) {
            assertThat(owner.refusal("SET LOCAL session_replication_role = replica; UPDATE finance.wallets SET "
                            + balance + " = -0.01"))
                    .isEqualTo(OUT_OF_RANGE);
        }
    }

    private static Trial finance(String rule, String outcome, String sql) {
        return Trial.ends(rule, outcome, FINANCE, sql);
    }
}
