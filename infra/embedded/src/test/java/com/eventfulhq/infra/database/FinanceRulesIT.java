package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of wallets, payment methods and invoices, tried as the finance domain. What is tried is rolled back. */
@RealServers
class FinanceRulesIT {

    private static final String FINANCE = "finance_domain";
    private static final String MISSING = "23502";
    private static final String UNKNOWN = "23503";
    private static final String TAKEN = "23505";
    private static final String OUT_OF_RANGE = "23514";
    private static final String TOO_LONG = "22001";
    private static final String NOT_ALLOWED = "42501";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String WITHOUT_TRANSACTION = "VE012";
    private static final String CONTRADICTION = "VE013";

    private static final RowDraft WALLET = RowDraft.of(
            FINANCE, "finance.wallets", "user_id = <ana>", "wallet_type = 'user_personal'", "currency_code = 'INR'");
    private static final RowDraft METHOD = RowDraft.of(
            FINANCE,
            "finance.payment_methods",
            "user_id = <ana>",
            "method_type = 'card'",
            "provider = 'stripe'",
            "external_id = 'pm_1QxYzA2eZvKYlo2C'",
            "last_four_digits = '4242'",
            "brand = 'Visa'");
    private static final RowDraft INVOICE = RowDraft.of(
            FINANCE,
            "finance.invoices",
            "invoice_number = 'INV-2027-0001'",
            "billed_to_user_id = <ana>",
            "subtotal = 100",
            "tax_amount = 18",
            "total_amount = 118",
            "due_date = '2027-01-31'");

    private static final String RENEW =
            "; UPDATE finance.payment_methods SET status = 'active' WHERE payment_method_id = <new>";

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    private static Session finance;

    @BeforeAll
    static void ownersOfWallets(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in("""
                        INSERT INTO security.users (user_id, email, primary_archetype)
                            VALUES (<ana>, 'ana@example.com', 'Fan'), (<bea>, 'bea@example.com', 'Artist'), (<gone>, 'gone@example.com', 'Fan');
                        INSERT INTO identity.teams (team_id, team_name, team_type)
                            VALUES (<hall>, 'Sala Gran', 'venue'), (<club>, 'Club', 'collective'), (<ended>, 'Ended', 'agency');
                        UPDATE security.users SET is_deleted = true WHERE user_id = <gone>;
                        UPDATE identity.teams SET is_deleted = true WHERE team_id = <ended>;
                        """));
        sessions = new SessionsByRole(database);
        finance = sessions.as(FINANCE);
        finance.run(WALLET.with("wallet_id = <rich>", "user_id = <bea>").insert());
        finance.run("SELECT finance.credit('opening', <rich>, 100)");
        finance.run(WALLET.with("wallet_id = <closed>", "user_id = <bea>", "currency_code = 'CHF'")
                .insert());
        finance.run("UPDATE finance.wallets SET status = 'closed' WHERE wallet_id = <closed>");
        finance.run(METHOD.with("payment_method_id = <card>", "user_id = <bea>", "is_default = true")
                .insert());
        finance.run(METHOD.with("user_id = NULL", "team_id = <hall>", "is_default = true")
                .insert());
        finance.run(INVOICE.with("invoice_id = <bill>", "invoice_number = 'INV-2026-0001'")
                .insert());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wallets", "walletChanges", "lastWallets", "methods", "methodChanges", "invoices", "invoiceChanges"})
    @DisplayName("a rule of finance holds")
    void holds(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> wallets() {
        return Stream.of(
                WALLET.accepted("a further currency is a further wallet"),
                WALLET.with("user_id = NULL").refused("a wallet has an owner", OUT_OF_RANGE),
                WALLET.with("team_id = <hall>").refused("a wallet has one owner", OUT_OF_RANGE),
                WALLET.with("user_id = <nobody>").refused("a wallet's owner exists", UNKNOWN),
                WALLET.with("user_id = NULL", "team_id = <hall>")
                        .refused("a personal wallet is a user's", OUT_OF_RANGE),
                WALLET.with("wallet_type = 'team_business'").refused("a business wallet is a team's", OUT_OF_RANGE),
                WALLET.with("user_id = NULL", "team_id = <hall>", "wallet_type = 'team_business'")
                        .accepted("a team has business wallets"),
                WALLET.with("wallet_type = 'savings'").refused("a wallet is of a known type", OUT_OF_RANGE),
                WALLET.with("wallet_type = 'escrow'", "currency_code = 'USD'")
                        .accepted("an escrow wallet stands beside a user's personal one"),
                WALLET.with("user_id = NULL", "team_id = <hall>", "wallet_type = 'escrow'")
                        .accepted("an escrow wallet stands beside a team's business one"),
                WALLET.with("currency_code = 'IN'").refused("a currency is three letters", OUT_OF_RANGE),
                WALLET.with("currency_code = 'inr'").refused("a currency is in capitals", OUT_OF_RANGE),
                WALLET.with("currency_code = 'USD'").refused("a user has one wallet per currency and type", TAKEN),
                WALLET.with(
                                "user_id = NULL",
                                "team_id = <hall>",
                                "wallet_type = 'team_business'",
                                "currency_code = 'USD'")
                        .refused("a team has one wallet per currency and type", TAKEN),
                WALLET.with("available_balance = 1").refused("a wallet opens empty (available)", WITHOUT_TRANSACTION),
                WALLET.with("pending_balance = 1").refused("a wallet opens empty (pending)", WITHOUT_TRANSACTION),
                WALLET.with("frozen_balance = 1").refused("a wallet opens empty (frozen)", WITHOUT_TRANSACTION),
                WALLET.with("status = 'frozen'").refused("a wallet's status is known", OUT_OF_RANGE));
    }

    static Stream<Trial> walletChanges() {
        var rich = " WHERE wallet_id = <rich>";
        return Stream.of(
                finance("a wallet's user is fixed", NOT_ALLOWED, "UPDATE finance.wallets SET user_id = <ana>" + rich),
                finance(
                        "a wallet's currency is fixed",
                        NOT_ALLOWED,
                        "UPDATE finance.wallets SET currency_code = 'USD'" + rich),
                finance(
                        "balances are not the domain's to write",
                        NOT_ALLOWED,
                        "UPDATE finance.wallets SET available_balance = 1000" + rich),
                finance(
                        "an active wallet can be suspended",
                        ACCEPTED,
                        "UPDATE finance.wallets SET status = 'suspended'" + rich),
                finance(
                        "a wallet with money is not closed",
                        OUT_OF_RANGE,
                        "UPDATE finance.wallets SET status = 'closed'" + rich),
                finance("a wallet with money is not deleted", OUT_OF_RANGE, "DELETE FROM finance.wallets" + rich),
                finance(
                        "a closed wallet stays closed",
                        WRONG_MOVE,
                        "UPDATE finance.wallets SET status = 'active' WHERE wallet_id = <closed>"));
    }

    static Stream<Trial> lastWallets() {
        var rupees = WALLET.insert() + "; ";
        var escrow = WALLET.with("wallet_type = 'escrow'").insert() + "; ";
        var anas = "DELETE FROM finance.wallets WHERE user_id = <ana>";
        return Stream.of(
                finance("a user keeps a personal wallet", CONTRADICTION, anas),
                finance(
                        "a team keeps a business wallet",
                        CONTRADICTION,
                        "DELETE FROM finance.wallets WHERE team_id = <club>"),
                finance("one of two wallets goes", ACCEPTED, rupees + anas + " AND currency_code = 'USD'"),
                finance("two wallets do not go at once", CONTRADICTION, rupees + anas),
                finance(
                        "nor in one statement",
                        CONTRADICTION,
                        rupees + "UPDATE finance.wallets SET is_deleted = true WHERE user_id = <ana>"),
                finance(
                        "an escrow wallet is no personal one",
                        CONTRADICTION,
                        escrow + anas + " AND currency_code = 'USD'"),
                finance("an escrow wallet goes", ACCEPTED, escrow + anas + " AND wallet_type = 'escrow'"),
                finance("the last wallet goes after its user", ACCEPTED, anas.replace("<ana>", "<gone>")),
                finance(
                        "the last wallet goes after its team",
                        ACCEPTED,
                        "DELETE FROM finance.wallets WHERE team_id = <ended>"));
    }

    static Stream<Trial> methods() {
        return Stream.of(
                METHOD.accepted("a token is what is stored"),
                METHOD.with("user_id = NULL").refused("a payment method has an owner", OUT_OF_RANGE),
                METHOD.with("team_id = <hall>").refused("a payment method has one owner", OUT_OF_RANGE),
                METHOD.with("method_type = 'cash'").refused("a payment method's type is known", OUT_OF_RANGE),
                METHOD.with("provider = 'shoebox'").refused("a payment method's provider is known", OUT_OF_RANGE),
                METHOD.with("external_id = NULL").refused("a payment method has a token", MISSING),
                METHOD.with("external_id = '4242424242424242'").refused("a card number is no token", OUT_OF_RANGE),
                METHOD.with("external_id = '4242 4242 4242 4242'")
                        .refused("a card number with spaces is no token", OUT_OF_RANGE),
                METHOD.with("external_id = '3782-822463-10005'")
                        .refused("a card number with dashes is no token", OUT_OF_RANGE),
                METHOD.with("external_id = '000123456789'").refused("an account number is no token", OUT_OF_RANGE),
                METHOD.with("external_id = 'DE89370400440532013000'").refused("an IBAN is no token", OUT_OF_RANGE),
                METHOD.with("external_id = 'GB29 NWBK 6016 1331 9268 19'")
                        .refused("an IBAN with spaces is no token", OUT_OF_RANGE),
                METHOD.with("last_four_digits = '242'").refused("four digits are shown, not three", OUT_OF_RANGE),
                METHOD.with("last_four_digits = '24242'").refused("four digits are shown, not five", TOO_LONG),
                METHOD.with("last_four_digits = '424x'").refused("four digits are digits", OUT_OF_RANGE),
                METHOD.with("brand = '4242424242424242'").refused("a brand is no card number", OUT_OF_RANGE),
                METHOD.with("brand = '4242 4242 4242 4242'")
                        .refused("a brand is no card number with spaces", OUT_OF_RANGE),
                METHOD.with("user_id = <bea>", "is_default = true").refused("a user has one default", TAKEN),
                METHOD.with("user_id = <bea>").accepted("a user has further methods"),
                METHOD.with("is_default = true").accepted("another user has a default, too"),
                METHOD.with("user_id = NULL", "team_id = <hall>", "is_default = true")
                        .refused("a team has one default", TAKEN),
                METHOD.with("is_default = true", "status = 'removed'")
                        .refused("a removed method is nobody's default", OUT_OF_RANGE),
                METHOD.with("status = 'lost'").refused("a payment method's status is known", OUT_OF_RANGE));
    }

    static Stream<Trial> methodChanges() {
        var card = " WHERE payment_method_id = <card>";
        return Stream.of(
                finance("a token is fixed", FIXED, "UPDATE finance.payment_methods SET external_id = 'pm_new'" + card),
                finance(
                        "a payment method's user is fixed",
                        FIXED,
                        "UPDATE finance.payment_methods SET user_id = <ana>" + card),
                finance(
                        "a payment method expires",
                        ACCEPTED,
                        "UPDATE finance.payment_methods SET status = 'expired'" + card),
                finance(
                        "a payment method that was renewed is active again",
                        ACCEPTED,
                        METHOD.with("payment_method_id = <new>", "status = 'expired'")
                                        .insert()
                                + RENEW),
                finance(
                        "a removed payment method stays removed",
                        WRONG_MOVE,
                        METHOD.with("payment_method_id = <new>", "status = 'removed'")
                                        .insert()
                                + RENEW),
                finance(
                        "a default is not removed before it is given up",
                        OUT_OF_RANGE,
                        "UPDATE finance.payment_methods SET status = 'removed'" + card));
    }

    static Stream<Trial> invoices() {
        return Stream.of(
                INVOICE.accepted("an invoice adds up"),
                INVOICE.with("total_amount = 117.99").refused("an invoice that does not add up", OUT_OF_RANGE),
                INVOICE.with("subtotal = -1", "total_amount = 17")
                        .refused("a subtotal is not below zero", OUT_OF_RANGE),
                INVOICE.with("tax_amount = -1", "total_amount = 99").refused("a tax is not below zero", OUT_OF_RANGE),
                INVOICE.with("billed_to_user_id = NULL").refused("an invoice is billed to somebody", OUT_OF_RANGE),
                INVOICE.with("billed_to_team_id = <hall>").refused("an invoice is billed to one", OUT_OF_RANGE),
                INVOICE.with("invoice_number = 'INV-2026-0001'").refused("a number is never used twice", TAKEN),
                INVOICE.with("due_date = NULL").refused("an invoice is due one day", MISSING),
                INVOICE.with("currency_code = 'us'").refused("an invoice's currency is three capitals", OUT_OF_RANGE),
                INVOICE.with("status = 'void'").refused("an invoice's status is known", OUT_OF_RANGE),
                INVOICE.with("status = 'paid'").refused("a paid invoice says when", OUT_OF_RANGE),
                INVOICE.with("status = 'sent'", "paid_at = now()")
                        .refused("an unpaid invoice was not paid at some time", OUT_OF_RANGE),
                INVOICE.with("status = 'paid'", "paid_at = now()").accepted("paid and when go together"));
    }

    static Stream<Trial> invoiceChanges() {
        var bill = " WHERE invoice_id = <bill>";
        return Stream.of(
                finance("a draft is corrected", ACCEPTED, "UPDATE finance.invoices SET due_date = '2027-02-28'" + bill),
                finance("a number is fixed", FIXED, "UPDATE finance.invoices SET invoice_number = 'INV-1'" + bill),
                finance("a draft is sent", ACCEPTED, "UPDATE finance.invoices SET status = 'sent'" + bill),
                finance(
                        "a draft is not paid",
                        WRONG_MOVE,
                        "UPDATE finance.invoices SET status = 'paid', paid_at = now()" + bill),
                finance("a draft is not overdue", WRONG_MOVE, "UPDATE finance.invoices SET status = 'overdue'" + bill));
    }

    @ParameterizedTest(name = "an invoice that was {0} can become {1}: {2}")
    @CsvSource({
        "sent,paid,accepted",
        "sent,overdue,accepted",
        "overdue,paid,accepted",
        "overdue,sent,VE004",
        "paid,overdue,VE004",
        "paid,sent,VE004",
        "sent,draft,VE004"
    })
    void invoicesMoveOnwards(String from, String to, String outcome) {
        var number = "'INV-" + from + "-" + to + "'";
        finance.run(INVOICE.with("invoice_number = " + number, "status = '" + from + "'", paidAt(from))
                .insert());

        assertThat(finance.refusal("UPDATE finance.invoices SET status = '" + to + "', " + paidAt(to)
                        + " WHERE invoice_number = " + number))
                .isEqualTo(outcome);
    }

    private static String paidAt(String status) {
        return "paid_at = " + (status.equals("paid") ? "now()" : "NULL");
    }

    @ParameterizedTest(name = "once an invoice was sent, {0} is fixed")
    @ValueSource(
            strings = {
                "subtotal = 90, total_amount = 108",
                "tax_amount = 0, total_amount = 100",
                "currency_code = 'EUR'",
                "due_date = '2027-12-31'",
                "billed_to_user_id = NULL, billed_to_team_id = <hall>"
            })
    void sentInvoicesAreFixed(String change) {
        var number = "'INV-fixed-" + change.hashCode() + "'";
        finance.run(
                INVOICE.with("invoice_number = " + number, "status = 'sent'").insert());

        assertThat(finance.refusal("UPDATE finance.invoices SET " + change + " WHERE invoice_number = " + number))
                .isEqualTo(FIXED);
    }

    @ParameterizedTest(name = "{0} is a card number: {1}")
    @CsvSource({
        "4222222222222,t",
        "378282246310005,t",
        "4242424242424242,t",
        "4242 4242 4242 4242,t",
        "6304000000000000000,t",
        "4242424242424241,f",
        "424242424242,f",
        "42424242424242424242,f",
        "tok_4242424242424242,f"
    })
    void knowsCardNumbers(String text, String answer) {
        assertThat(finance.value("SELECT finance.looks_like_card_number(?)", text))
                .isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0} writes no wallet and moves no money")
    @ValueSource(strings = {"gateway", "messaging_hub", "notification_engine", "billing_domain", "marketplace_domain"})
    void othersStayOut(String role) {
        try (var other = Session.as(role, database)) {
            assertThat(other.refusal(WALLET.insert())).isEqualTo(NOT_ALLOWED);
            assertThat(other.refusal("SELECT finance.credit('mine', <rich>, 1)"))
                    .isEqualTo(NOT_ALLOWED);
            assertThat(other.refusal("SELECT finance.refund_escrow(gen_random_uuid())"))
                    .isEqualTo(NOT_ALLOWED);
            assertThat(other.value("SELECT available_balance FROM finance.wallets WHERE wallet_id = <rich>"))
                    .isEqualTo("100.00");
        }
    }

    @Test
    @DisplayName("every user and every team has a wallet from the first moment")
    void everybodyHasAWallet() {
        assertThat(finance.value("SELECT string_agg(wallet_type || ' ' || currency_code, ',') FROM finance.wallets"
                        + " WHERE NOT is_deleted AND user_id = <ana>"))
                .isEqualTo("user_personal USD");
        assertThat(finance.value("SELECT string_agg(wallet_type || ' ' || currency_code, ',') FROM finance.wallets"
                        + " WHERE NOT is_deleted AND team_id = <club>"))
                .isEqualTo("team_business USD");
    }

    @Test
    @DisplayName("a deleted wallet, method or invoice frees what can be used again, and keeps the invoice number")
    void deletionFreesWhatCanBeUsedAgain() {
        finance.run(WALLET.with("currency_code = 'JPY'").insert());
        finance.run("DELETE FROM finance.wallets WHERE currency_code = 'JPY'");
        finance.run(METHOD.with("user_id = NULL", "team_id = <club>", "is_default = true")
                .insert());
        finance.run("DELETE FROM finance.payment_methods WHERE team_id = <club>");
        finance.run(INVOICE.with("invoice_number = 'INV-gone'").insert());
        finance.run("DELETE FROM finance.invoices WHERE invoice_number = 'INV-gone'");

        assertThat(finance.refusal(WALLET.with("currency_code = 'JPY'").insert()))
                .isEqualTo(ACCEPTED);
        assertThat(finance.refusal(METHOD.with("user_id = NULL", "team_id = <club>", "is_default = true")
                        .insert()))
                .isEqualTo(ACCEPTED);
        assertThat(finance.refusal(INVOICE.with("invoice_number = 'INV-gone'").insert()))
                .isEqualTo(TAKEN);
    }

    @Test
    @DisplayName("a token is masked in the audit trail")
    void tokensAreMasked() {
        assertThat(finance.value(
                        "SELECT new_values ->> 'external_id' FROM security.entity_audit_log WHERE entity_id = <card>"))
                .isEqualTo("***");
    }

    private static Trial finance(String rule, String outcome, String sql) {
        return Trial.ends(rule, outcome, FINANCE, sql);
    }
}
