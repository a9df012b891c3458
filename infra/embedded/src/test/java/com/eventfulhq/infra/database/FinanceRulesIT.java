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

    private static final String ANA = "'f0000000-0000-4000-8000-000000000001'";
    private static final String BEA = "'f0000000-0000-4000-8000-000000000002'";
    private static final String HALL = "'f0000000-0000-4000-8000-000000000003'";
    private static final String CLUB = "'f0000000-0000-4000-8000-000000000004'";
    private static final String NOBODY = "'f0000000-0000-4000-8000-000000000009'";
    private static final String RICH = "'f1000000-0000-4000-8000-000000000001'";
    private static final String CLOSED = "'f1000000-0000-4000-8000-000000000002'";
    private static final String CARD = "'f2000000-0000-4000-8000-000000000001'";
    private static final String BILL = "'f3000000-0000-4000-8000-000000000001'";

    private static final UsualRow WALLET = UsualRow.of(
            "finance.wallets", "user_id = " + ANA, "wallet_type = 'user_personal'", "currency_code = 'INR'");
    private static final UsualRow METHOD = UsualRow.of(
            "finance.payment_methods",
            "user_id = " + ANA,
            "method_type = 'card'",
            "provider = 'stripe'",
            "external_id = 'pm_1QxYzA2eZvKYlo2C'",
            "last_four_digits = '4242'",
            "brand = 'Visa'");
    private static final UsualRow INVOICE = UsualRow.of(
            "finance.invoices",
            "invoice_number = 'INV-2027-0001'",
            "billed_to_user_id = " + ANA,
            "subtotal = 100",
            "tax_amount = 18",
            "total_amount = 118",
            "due_date = '2027-01-31'");

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    private static Session finance;

    @BeforeAll
    static void ownersOfWallets(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(
                database,
                "INSERT INTO security.users (user_id, email, primary_archetype) VALUES (" + ANA
                        + ", 'ana@example.com', 'Fan'), (" + BEA + ", 'bea@example.com', 'Artist');"
                        + "INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (" + HALL
                        + ", 'Sala Gran', 'venue'), (" + CLUB + ", 'Club', 'collective')");
        sessions = new SessionsByRole(database);
        finance = sessions.as(FINANCE);
        finance.run(WALLET.but("wallet_id = " + RICH, "user_id = " + BEA));
        finance.run("SELECT finance.credit('opening', " + RICH + ", 100)");
        finance.run(WALLET.but("wallet_id = " + CLOSED, "user_id = " + BEA, "currency_code = 'CHF'"));
        finance.run("UPDATE finance.wallets SET status = 'closed' WHERE wallet_id = " + CLOSED);
        finance.run(METHOD.but("payment_method_id = " + CARD, "user_id = " + BEA, "is_default = true"));
        finance.run(METHOD.but("user_id = NULL", "team_id = " + HALL, "is_default = true"));
        finance.run(INVOICE.but("invoice_id = " + BILL, "invoice_number = 'INV-2026-0001'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wallets", "walletChanges", "methods", "methodChanges", "invoices", "invoiceChanges"})
    @DisplayName("a rule of finance holds")
    void holds(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> wallets() {
        return Stream.of(
                finance("a further currency is a further wallet", ACCEPTED, WALLET.but()),
                finance("a wallet has an owner", OUT_OF_RANGE, WALLET.but("user_id = NULL")),
                finance("a wallet has one owner", OUT_OF_RANGE, WALLET.but("team_id = " + HALL)),
                finance("a wallet's owner exists", UNKNOWN, WALLET.but("user_id = " + NOBODY)),
                finance(
                        "a personal wallet is a user's",
                        OUT_OF_RANGE,
                        WALLET.but("user_id = NULL", "team_id = " + HALL)),
                finance("a business wallet is a team's", OUT_OF_RANGE, WALLET.but("wallet_type = 'team_business'")),
                finance(
                        "a team has business wallets",
                        ACCEPTED,
                        WALLET.but("user_id = NULL", "team_id = " + HALL, "wallet_type = 'team_business'")),
                finance("a wallet is of a known type", OUT_OF_RANGE, WALLET.but("wallet_type = 'savings'")),
                finance(
                        "an escrow wallet stands beside a user's personal one",
                        ACCEPTED,
                        WALLET.but("wallet_type = 'escrow'", "currency_code = 'USD'")),
                finance(
                        "an escrow wallet stands beside a team's business one",
                        ACCEPTED,
                        WALLET.but("user_id = NULL", "team_id = " + HALL, "wallet_type = 'escrow'")),
                finance("a currency is three letters", OUT_OF_RANGE, WALLET.but("currency_code = 'IN'")),
                finance("a currency is in capitals", OUT_OF_RANGE, WALLET.but("currency_code = 'inr'")),
                finance("a user has one wallet per currency and type", TAKEN, WALLET.but("currency_code = 'USD'")),
                finance(
                        "a team has one wallet per currency and type",
                        TAKEN,
                        WALLET.but(
                                "user_id = NULL",
                                "team_id = " + HALL,
                                "wallet_type = 'team_business'",
                                "currency_code = 'USD'")),
                finance("a wallet opens empty (available)", WITHOUT_TRANSACTION, WALLET.but("available_balance = 1")),
                finance("a wallet opens empty (pending)", WITHOUT_TRANSACTION, WALLET.but("pending_balance = 1")),
                finance("a wallet opens empty (frozen)", WITHOUT_TRANSACTION, WALLET.but("frozen_balance = 1")),
                finance("a wallet's status is known", OUT_OF_RANGE, WALLET.but("status = 'frozen'")));
    }

    static Stream<Trial> walletChanges() {
        var rich = " WHERE wallet_id = " + RICH;
        return Stream.of(
                finance("a wallet's user is fixed", NOT_ALLOWED, "UPDATE finance.wallets SET user_id = " + ANA + rich),
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
                        "UPDATE finance.wallets SET status = 'active' WHERE wallet_id = " + CLOSED));
    }

    static Stream<Trial> methods() {
        return Stream.of(
                finance("a token is what is stored", ACCEPTED, METHOD.but()),
                finance("a payment method has an owner", OUT_OF_RANGE, METHOD.but("user_id = NULL")),
                finance("a payment method has one owner", OUT_OF_RANGE, METHOD.but("team_id = " + HALL)),
                finance("a payment method's type is known", OUT_OF_RANGE, METHOD.but("method_type = 'cash'")),
                finance("a payment method's provider is known", OUT_OF_RANGE, METHOD.but("provider = 'shoebox'")),
                finance("a payment method has a token", MISSING, METHOD.but("external_id = NULL")),
                finance("a card number is no token", OUT_OF_RANGE, METHOD.but("external_id = '4242424242424242'")),
                finance(
                        "a card number with spaces is no token",
                        OUT_OF_RANGE,
                        METHOD.but("external_id = '4242 4242 4242 4242'")),
                finance(
                        "a card number with dashes is no token",
                        OUT_OF_RANGE,
                        METHOD.but("external_id = '3782-822463-10005'")),
                finance("an account number is no token", OUT_OF_RANGE, METHOD.but("external_id = '000123456789'")),
                finance("an IBAN is no token", OUT_OF_RANGE, METHOD.but("external_id = 'DE89370400440532013000'")),
                finance(
                        "an IBAN with spaces is no token",
                        OUT_OF_RANGE,
                        METHOD.but("external_id = 'GB29 NWBK 6016 1331 9268 19'")),
                finance("four digits are shown, not three", OUT_OF_RANGE, METHOD.but("last_four_digits = '242'")),
                finance("four digits are shown, not five", TOO_LONG, METHOD.but("last_four_digits = '24242'")),
                finance("four digits are digits", OUT_OF_RANGE, METHOD.but("last_four_digits = '424x'")),
                finance("a brand is no card number", OUT_OF_RANGE, METHOD.but("brand = '4242424242424242'")),
                finance(
                        "a brand is no card number with spaces",
                        OUT_OF_RANGE,
                        METHOD.but("brand = '4242 4242 4242 4242'")),
                finance("a user has one default", TAKEN, METHOD.but("user_id = " + BEA, "is_default = true")),
                finance("a user has further methods", ACCEPTED, METHOD.but("user_id = " + BEA)),
                finance("another user has a default, too", ACCEPTED, METHOD.but("is_default = true")),
                finance(
                        "a team has one default",
                        TAKEN,
                        METHOD.but("user_id = NULL", "team_id = " + HALL, "is_default = true")),
                finance(
                        "a removed method is nobody's default",
                        OUT_OF_RANGE,
                        METHOD.but("is_default = true", "status = 'removed'")),
                finance("a payment method's status is known", OUT_OF_RANGE, METHOD.but("status = 'lost'")));
    }

    static Stream<Trial> methodChanges() {
        var card = " WHERE payment_method_id = " + CARD;
        return Stream.of(
                finance("a token is fixed", FIXED, "UPDATE finance.payment_methods SET external_id = 'pm_new'" + card),
                finance(
                        "a payment method's user is fixed",
                        FIXED,
                        "UPDATE finance.payment_methods SET user_id = " + ANA + card),
                finance(
                        "a payment method expires",
                        ACCEPTED,
                        "UPDATE finance.payment_methods SET status = 'expired'" + card),
                finance(
                        "a default is not removed before it is given up",
                        OUT_OF_RANGE,
                        "UPDATE finance.payment_methods SET status = 'removed'" + card));
    }

    static Stream<Trial> invoices() {
        return Stream.of(
                finance("an invoice adds up", ACCEPTED, INVOICE.but()),
                finance("an invoice that does not add up", OUT_OF_RANGE, INVOICE.but("total_amount = 117.99")),
                finance(
                        "a subtotal is not below zero",
                        OUT_OF_RANGE,
                        INVOICE.but("subtotal = -1", "total_amount = 17")),
                finance("a tax is not below zero", OUT_OF_RANGE, INVOICE.but("tax_amount = -1", "total_amount = 99")),
                finance("an invoice is billed to somebody", OUT_OF_RANGE, INVOICE.but("billed_to_user_id = NULL")),
                finance("an invoice is billed to one", OUT_OF_RANGE, INVOICE.but("billed_to_team_id = " + HALL)),
                finance("a number is never used twice", TAKEN, INVOICE.but("invoice_number = 'INV-2026-0001'")),
                finance("an invoice is due one day", MISSING, INVOICE.but("due_date = NULL")),
                finance("an invoice's currency is three capitals", OUT_OF_RANGE, INVOICE.but("currency_code = 'us'")),
                finance("an invoice's status is known", OUT_OF_RANGE, INVOICE.but("status = 'void'")),
                finance("a paid invoice says when", OUT_OF_RANGE, INVOICE.but("status = 'paid'")),
                finance(
                        "an unpaid invoice was not paid at some time",
                        OUT_OF_RANGE,
                        INVOICE.but("status = 'sent'", "paid_at = now()")),
                finance("paid and when go together", ACCEPTED, INVOICE.but("status = 'paid'", "paid_at = now()")));
    }

    static Stream<Trial> invoiceChanges() {
        var bill = " WHERE invoice_id = " + BILL;
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
        finance.run(INVOICE.but("invoice_number = " + number, "status = '" + from + "'", paidAt(from)));

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
                "billed_to_user_id = NULL, billed_to_team_id = " + HALL
            })
    void sentInvoicesAreFixed(String change) {
        var number = "'INV-fixed-" + change.hashCode() + "'";
        finance.run(INVOICE.but("invoice_number = " + number, "status = 'sent'"));

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
            assertThat(other.refusal(WALLET.but())).isEqualTo(NOT_ALLOWED);
            assertThat(other.refusal("SELECT finance.credit('mine', " + RICH + ", 1)"))
                    .isEqualTo(NOT_ALLOWED);
            assertThat(other.refusal("SELECT finance.refund_escrow(gen_random_uuid())"))
                    .isEqualTo(NOT_ALLOWED);
            assertThat(other.value("SELECT available_balance FROM finance.wallets WHERE wallet_id = " + RICH))
                    .isEqualTo("100.00");
        }
    }

    @Test
    @DisplayName("every user and every team has a wallet from the first moment")
    void everybodyHasAWallet() {
        assertThat(finance.value("SELECT string_agg(wallet_type || ' ' || currency_code, ',') FROM finance.wallets"
                        + " WHERE NOT is_deleted AND user_id = " + ANA))
                .isEqualTo("user_personal USD");
        assertThat(finance.value("SELECT string_agg(wallet_type || ' ' || currency_code, ',') FROM finance.wallets"
                        + " WHERE NOT is_deleted AND team_id = " + CLUB))
                .isEqualTo("team_business USD");
    }

    @Test
    @DisplayName("a deleted wallet, method or invoice frees what can be used again, and keeps the invoice number")
    void deletionFreesWhatCanBeUsedAgain() {
        finance.run(WALLET.but("currency_code = 'JPY'"));
        finance.run("DELETE FROM finance.wallets WHERE currency_code = 'JPY'");
        finance.run(METHOD.but("user_id = NULL", "team_id = " + CLUB, "is_default = true"));
        finance.run("DELETE FROM finance.payment_methods WHERE team_id = " + CLUB);
        finance.run(INVOICE.but("invoice_number = 'INV-gone'"));
        finance.run("DELETE FROM finance.invoices WHERE invoice_number = 'INV-gone'");

        assertThat(finance.refusal(WALLET.but("currency_code = 'JPY'"))).isEqualTo(ACCEPTED);
        assertThat(finance.refusal(METHOD.but("user_id = NULL", "team_id = " + CLUB, "is_default = true")))
                .isEqualTo(ACCEPTED);
        assertThat(finance.refusal(INVOICE.but("invoice_number = 'INV-gone'"))).isEqualTo(TAKEN);
    }

    @Test
    @DisplayName("a token is masked in the audit trail")
    void tokensAreMasked() {
        assertThat(finance.value(
                        "SELECT new_values ->> 'external_id' FROM security.entity_audit_log WHERE entity_id = " + CARD))
                .isEqualTo("***");
    }

    private static Trial finance(String rule, String outcome, String sql) {
        return Trial.ends(rule, outcome, FINANCE, sql);
    }
}
