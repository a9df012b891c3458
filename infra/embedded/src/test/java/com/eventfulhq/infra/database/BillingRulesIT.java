package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of plans, subscriptions and their invoices, tried as the billing domain. What is tried is rolled back. */
@RealServers
class BillingRulesIT {

    private static final String BILLING = "billing_domain";
    private static final String MISSING = "23502";
    private static final String UNKNOWN = "23503";
    private static final String TAKEN = "23505";
    private static final String OUT_OF_RANGE = "23514";
    private static final String NOT_ALLOWED = "42501";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String DOES_NOT_FIT = "VE013";

    private static final String PRO = "'b1110000-0000-4000-8000-000000000002'";
    private static final String PROMAX = "'b1110000-0000-4000-8000-000000000003'";

    private static final RowDraft PLAN = RowDraft.of(
            BILLING,
            "billing.subscription_plans",
            "plan_name = 'Studio'",
            "plan_category = 'team'",
            "monthly_price_credits = 99.99",
            "annual_price_credits = 1019.90",
            "features = '{}'");
    private static final RowDraft SUBSCRIPTION = RowDraft.of(
            BILLING,
            "billing.subscriptions",
            "user_id = <ana>",
            "plan_id = " + PRO,
            "current_period_start = '2027-01-01'",
            "current_period_end = '2027-02-01'");
    private static final RowDraft INVOICE = RowDraft.of(
            BILLING,
            "billing.invoices",
            "subscription_id = <running>",
            "amount_credits = 999",
            "due_date = '2027-01-31'",
            "invoice_number = 'SUB-2027-0001'");
    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    private static Session billing;

    @BeforeAll
    static void subscribers(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in("""
                        INSERT INTO security.users (user_id, email, primary_archetype)
                            VALUES (<ana>, 'ana@example.com', 'Fan'), (<bea>, 'bea@example.com', 'Artist');
                        INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<hall>, 'Sala Gran', 'venue');
                        INSERT INTO finance.payment_methods (payment_method_id, user_id, method_type, provider, external_id, status)
                            VALUES (<anas card>, <ana>, 'card', 'stripe', 'pm_a', 'active'), (<beas card>, <bea>, 'card', 'stripe', 'pm_b', 'active'),
                                (<removed card>, <ana>, 'card', 'stripe', 'pm_c', 'removed');
                        """));
        sessions = new SessionsByRole(database);
        billing = sessions.as(BILLING);
        billing.run(PLAN.with("plan_id = <retired>", "plan_name = 'Old'", "is_active = false")
                .insert());
        billing.run(SUBSCRIPTION
                .with("subscription_id = <running>", "user_id = <bea>", "external_subscription_id = 'sub_1'")
                .insert());
        billing.run(INVOICE.with("invoice_id = <bill>", "invoice_number = 'SUB-2026-0001'", "pdf_url = 'https://x/1'")
                .insert());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"plans", "subscriptions", "subscriptionChanges", "invoices", "invoiceChanges"})
    @DisplayName("a rule of billing holds")
    void holds(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> plans() {
        return Stream.of(
                PLAN.accepted("a plan is a row, not code"),
                PLAN.with("annual_price_credits = 1199.88")
                        .refused("a year costs twelve months less 15 percent", OUT_OF_RANGE),
                PLAN.with("annual_price_credits = 1019.89")
                        .refused("a year's price is rounded to two digits", OUT_OF_RANGE),
                PLAN.with("monthly_price_credits = -1", "annual_price_credits = -10.20")
                        .refused("a price is not below zero", OUT_OF_RANGE),
                PLAN.with("plan_name = 'Pro'").refused("a plan's name is unique", TAKEN),
                PLAN.with("plan_category = 'family'").refused("a plan's category is known", OUT_OF_RANGE),
                PLAN.with("features = '[]'").refused("features are an object", OUT_OF_RANGE),
                PLAN.with("features = NULL").refused("features are given", MISSING),
                PLAN.with("max_events_per_month = -1").refused("a limit of events is not below zero", OUT_OF_RANGE),
                PLAN.with("ai_credits_included = -1").refused("a limit of AI credits is not below zero", OUT_OF_RANGE),
                billing(
                        "a plan is retired",
                        ACCEPTED,
                        "UPDATE billing.subscription_plans SET is_active = false WHERE plan_id = " + PRO),
                billing(
                        "a plan is not removed",
                        NOT_ALLOWED,
                        "DELETE FROM billing.subscription_plans WHERE plan_id = <retired>"));
    }

    static Stream<Trial> subscriptions() {
        return Stream.of(
                SUBSCRIPTION.accepted("a user subscribes"),
                SUBSCRIPTION.with("user_id = NULL", "team_id = <hall>").accepted("a team subscribes"),
                SUBSCRIPTION.with("user_id = NULL").refused("somebody subscribes", OUT_OF_RANGE),
                SUBSCRIPTION.with("team_id = <hall>").refused("one subscribes, not two", OUT_OF_RANGE),
                SUBSCRIPTION.with("user_id = <nobody>").refused("a subscriber exists", UNKNOWN),
                SUBSCRIPTION
                        .with("user_id = NULL", "team_id = <nobody>")
                        .refused("a team that subscribes exists", UNKNOWN),
                billing(
                        "a team has one live subscription, too",
                        TAKEN,
                        SUBSCRIPTION.with("user_id = NULL", "team_id = <hall>").insert() + ";"
                                + SUBSCRIPTION
                                        .with("user_id = NULL", "team_id = <hall>")
                                        .insert()),
                SUBSCRIPTION.with("plan_id = NULL").refused("a subscription is on a plan", MISSING),
                SUBSCRIPTION.with("plan_id = <nobody>").refused("a plan exists", UNKNOWN),
                SUBSCRIPTION.with("plan_id = <retired>").refused("a retired plan is not chosen", DOES_NOT_FIT),
                SUBSCRIPTION.with("status = 'paused'").refused("a subscription's status is known", OUT_OF_RANGE),
                SUBSCRIPTION
                        .with("current_period_end = '2027-01-01'")
                        .refused("a cycle ends after it begins", OUT_OF_RANGE),
                SUBSCRIPTION.with("current_period_end = '2027-01-02'").accepted("a cycle may be of one day"),
                SUBSCRIPTION.with("user_id = <bea>").refused("a subscriber has one live subscription", TAKEN),
                SUBSCRIPTION
                        .with("user_id = <bea>", "status = 'unpaid'")
                        .refused("one that is unpaid is live, too", TAKEN),
                SUBSCRIPTION.with("user_id = <bea>", "status = 'cancelled'").accepted("cancelled ones do not count"),
                SUBSCRIPTION.with("external_subscription_id = 'sub_1'").refused("the gateway's id is unique", TAKEN),
                SUBSCRIPTION.with("payment_method_id = <anas card>").accepted("the subscriber's own card pays"),
                SUBSCRIPTION
                        .with("payment_method_id = <beas card>")
                        .refused("another's card does not pay", DOES_NOT_FIT),
                SUBSCRIPTION
                        .with("user_id = NULL", "team_id = <hall>", "payment_method_id = <anas card>")
                        .refused("a user's card does not pay for a team", DOES_NOT_FIT),
                SUBSCRIPTION
                        .with("payment_method_id = <removed card>")
                        .refused("a removed card does not pay", DOES_NOT_FIT),
                SUBSCRIPTION.with("payment_method_id = <nobody>").refused("a card exists", UNKNOWN));
    }

    static Stream<Trial> subscriptionChanges() {
        var change = "UPDATE billing.subscriptions SET ";
        var running = " WHERE subscription_id = <running>";
        return Stream.of(
                billing("the plan changes", ACCEPTED, change + "plan_id = " + PROMAX + running),
                billing(
                        "the plan does not change to a retired one",
                        DOES_NOT_FIT,
                        change + "plan_id = <retired>" + running),
                billing("the card changes", ACCEPTED, change + "payment_method_id = <beas card>" + running),
                billing(
                        "the card does not change to another's",
                        DOES_NOT_FIT,
                        change + "payment_method_id = <anas card>" + running),
                billing("the subscriber is fixed", FIXED, change + "user_id = <ana>" + running));
    }

    @ParameterizedTest(name = "a subscription that is {0} becomes {1}: {2}")
    @CsvSource({
        "trialing,active,accepted", "trialing,cancelled,accepted", "trialing,unpaid,VE004", "active,past_due,accepted",
        "active,cancelled,accepted", "active,trialing,VE004", "active,unpaid,VE004", "past_due,active,accepted",
        "past_due,unpaid,accepted", "past_due,cancelled,accepted", "past_due,trialing,VE004", "unpaid,active,accepted",
        "unpaid,cancelled,accepted", "unpaid,past_due,VE004", "cancelled,active,VE004", "cancelled,trialing,VE004"
    })
    void subscriptionsMoveOnwards(String from, String to, String outcome) {
        var subscription = subscribe(team(), PRO, from);

        assertThat(billing.refusal(
                        "UPDATE billing.subscriptions SET status = ? WHERE subscription_id = ?", to, subscription))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "a team whose ProMax is {0} is entitled to {1}")
    @CsvSource({"trialing,ProMax,t", "active,ProMax,t", "past_due,ProMax,t", "unpaid,Base,f", "cancelled,Base,f"})
    void entitles(String status, String plan, String promax) {
        var team = team();
        subscribe(team, PROMAX, status);

        assertThat(billing.value("SELECT billing.plan_of_team(?)", team)).isEqualTo(plan);
        assertThat(billing.value("SELECT billing.is_promax_team(?)", team)).isEqualTo(promax);
    }

    @ParameterizedTest(name = "{0} costs {1} credits a month, {2} a year, {3} USD or {4} INR a month")
    @CsvSource({"Base,0.00,0.00,0,0", "Pro,999.00,10189.80,9.99,999", "ProMax,9999.00,101989.80,99.99,9999"})
    void threeTiers(String plan, String month, String year, String dollars, String rupees) {
        assertThat(billing.value(
                        "SELECT concat_ws(' ', monthly_price_credits, annual_price_credits, features #>> '{monthly_prices,USD}',"
                                + " features #>> '{monthly_prices,INR}') FROM billing.subscription_plans WHERE plan_name = ?",
                        plan))
                .isEqualTo(String.join(" ", month, year, dollars, rupees));
    }

    static Stream<Trial> invoices() {
        return Stream.of(
                INVOICE.accepted("a period is billed"),
                INVOICE.with("subscription_id = NULL").refused("a bill is of a subscription", MISSING),
                INVOICE.with("subscription_id = <nobody>").refused("the subscription of a bill exists", UNKNOWN),
                INVOICE.with("amount_credits = -0.01").refused("an amount is not below zero", OUT_OF_RANGE),
                INVOICE.with("due_date = NULL").refused("a bill is due one day", MISSING),
                INVOICE.with("invoice_number = 'SUB-2026-0001'").refused("a number is never used twice", TAKEN),
                INVOICE.with("status = 'void'").refused("a bill's status is known", OUT_OF_RANGE),
                INVOICE.with("status = 'paid'").refused("a paid bill says when", OUT_OF_RANGE),
                INVOICE.with("paid_date = '2027-01-01'").refused("an unpaid bill was not paid one day", OUT_OF_RANGE),
                INVOICE.with("status = 'paid'", "paid_date = '2027-01-01'").accepted("paid and when go together"));
    }

    static Stream<Trial> invoiceChanges() {
        var change = "UPDATE billing.invoices SET ";
        var bill = " WHERE invoice_id = <bill>";
        return Stream.of(
                billing("a draft is corrected", ACCEPTED, change + "amount_credits = 900" + bill),
                billing("a draft is sent", ACCEPTED, change + "status = 'sent'" + bill),
                billing("a draft is not paid", WRONG_MOVE, change + "status = 'paid', paid_date = now()" + bill),
                billing("a draft is not overdue", WRONG_MOVE, change + "status = 'overdue'" + bill),
                billing("a number is fixed", FIXED, change + "invoice_number = 'SUB-1'" + bill),
                billing("the document is fixed", FIXED, change + "pdf_url = 'https://x/2'" + bill));
    }

    @ParameterizedTest(name = "a bill that was {0} becomes {1}: {2}")
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
        var number = "'SUB-" + from + "-" + to + "'";
        billing.run(INVOICE.with("invoice_number = " + number, "status = '" + from + "'", paidDate(from))
                .insert());

        assertThat(billing.refusal("UPDATE billing.invoices SET status = '" + to + "', " + paidDate(to)
                        + " WHERE invoice_number = " + number))
                .isEqualTo(outcome);
    }

    private static String paidDate(String status) {
        return "paid_date = " + (status.equals("paid") ? "'2027-01-20'" : "NULL");
    }

    @ParameterizedTest(name = "once a bill was sent, it is fixed: {0}")
    @ValueSource(strings = {"amount_credits = 1", "due_date = '2027-12-31'"})
    void sentInvoicesAreFixed(String change) {
        var number = "'SUB-fixed-" + change.hashCode() + "'";
        billing.run(
                INVOICE.with("invoice_number = " + number, "status = 'sent'").insert());

        assertThat(billing.refusal("UPDATE billing.invoices SET " + change + " WHERE invoice_number = " + number))
                .isEqualTo(FIXED);
    }

    @Test
    @DisplayName("an invoice in currency can name the subscription it bills, until it was sent")
    void financeBillsSubscriptions() {
        try (var finance = Session.as("finance_domain", database)) {
            finance.run(
                    "INSERT INTO finance.invoices (invoice_number, billed_to_user_id, subtotal, total_amount, due_date, status,"
                            + " subscription_id) VALUES ('INV-1', <bea>, 9.99, 9.99, '2027-01-31', 'sent', <running>)");

            assertThat(finance.refusal("UPDATE finance.invoices SET subscription_id = NULL"))
                    .isEqualTo(FIXED);
        }
    }

    private static UUID team() {
        var team = UUID.randomUUID();
        Sql.script(
                database,
                "INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('" + team + "', 'Sala', 'venue')");
        return team;
    }

    private static UUID subscribe(UUID team, String plan, String status) {
        var subscription = UUID.randomUUID();
        billing.run(SUBSCRIPTION
                .with(
                        "subscription_id = '" + subscription + "'",
                        "user_id = NULL",
                        "team_id = '" + team + "'",
                        "plan_id = " + plan,
                        "status = '" + status + "'",
                        "current_period_end = '2028-01-01'")
                .insert());
        return subscription;
    }

    private static Trial billing(String rule, String outcome, String sql) {
        return Trial.ends(rule, outcome, BILLING, sql);
    }
}
