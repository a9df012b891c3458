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

/** The rules of metered use, tried as the billing domain. */
@RealServers
class UsageRulesIT {

    private static final String BILLING = "billing_domain";
    private static final String UNKNOWN = "23503";
    private static final String OUT_OF_RANGE = "23514";
    private static final String NOT_ALLOWED = "42501";
    private static final String APPEND_ONLY = "VE001";
    private static final String FIXED = "VE003";
    private static final String OUTSIDE_ITS_TIME = "VE010";

    private static final String BASE = "Base";
    private static final String PRO = "Pro";
    private static final String PROMAX = "ProMax";

    private static final RowDraft USAGE = RowDraft.of(
            BILLING,
            "billing.subscription_usage",
            "subscription_id = <running>",
            "usage_type = 'events_created'",
            "quantity_used = 1",
            "created_at = '2027-01-15 12:00Z'");

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    private static Session billing;

    @BeforeAll
    static void aSubscription(TestServers servers) {
        database = servers.newDatabase();
        sessions = new SessionsByRole(database);
        billing = sessions.as(BILLING);
        subscribe(PRO, "<running>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("a rule of metered use holds")
    void holds(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> holds() {
        return Stream.of(
                USAGE.accepted("an action is counted"),
                USAGE.with("quantity_used = 0").refused("an action uses something", OUT_OF_RANGE),
                USAGE.with("quantity_used = -1").refused("an action gives nothing back", OUT_OF_RANGE),
                USAGE.with("usage_type = 'logins'").refused("what is metered is known", OUT_OF_RANGE),
                USAGE.with("subscription_id = <nobody>").refused("an action is somebody's", UNKNOWN),
                USAGE.with("created_at = '2027-01-01 00:00Z'").accepted("the first day of the cycle counts"),
                USAGE.with("created_at = '2026-12-31 23:59:59Z'").refused("the day before does not", OUTSIDE_ITS_TIME));
    }

    @Test
    @DisplayName(
            "use is totalled per type and month of the cycle, and passes the plan's limit with the first action beyond it")
    void totalsUse() {
        var subscription = subscribe(BASE);

        assertThat(use(subscription, "events_created", 2, "2027-01-10")).isEqualTo("2 false");
        assertThat(use(subscription, "ai_credits_used", 25, "2027-01-10")).isEqualTo("25 false");
        assertThat(use(subscription, "events_created", 1, "2027-01-31")).isEqualTo("3 false");
        assertThat(use(subscription, "events_created", 1, "2027-01-31")).isEqualTo("4 true");
        assertThat(use(subscription, "ai_credits_used", 1, "2027-01-31")).isEqualTo("26 true");
        assertThat(use(subscription, "events_created", 1, "2027-02-01")).isEqualTo("1 false");
    }

    @Test
    @DisplayName("a plan without a limit is never exceeded")
    void unlimited() {
        assertThat(use(subscribe(PROMAX), "events_created", 1_000_000, "2027-01-10"))
                .isEqualTo("1000000 false");
    }

    @Test
    @DisplayName("whatever total is given, the database counts")
    void totalsAreNotGiven() {
        var subscription = subscribe(BASE);
        billing.run(
                USAGE.with("subscription_id = '" + subscription + "'", "cumulative_usage = 99", "limit_exceeded = true")
                        .insert());

        assertThat(latest(subscription, "events_created")).isEqualTo("1 false");
    }

    @ParameterizedTest(name = "in a cycle that began on the {0}, what happens on {1} counts into the month from {2}")
    @CsvSource({
        "2027-01-31, 2027-02-27, 2027-01-31",
        "2027-01-31, 2027-03-01, 2027-02-28",
        "2027-01-15, 2027-02-14, 2027-01-15",
        "2027-01-15, 2027-02-15, 2027-02-15",
        "2027-01-15, 2028-01-20, 2028-01-15"
    })
    void monthsOfTheCycle(String cycle, String day, String month) {
        var subscription = subscribe(PRO);
        billing.run(
                "UPDATE billing.subscriptions SET current_period_start = ?::date WHERE subscription_id = ?",
                cycle,
                subscription);
        var unused = use(subscription, "events_created", 1, day);

        assertThat(billing.value(
                        "SELECT period_start FROM billing.subscription_usage WHERE subscription_id = ?", subscription))
                .isEqualTo(month);
    }

    @ParameterizedTest(name = "use is not rewritten, not even by who is granted it: {0}")
    @ValueSource(
            strings = {
                "quantity_used = 5",
                "cumulative_usage = 5",
                "usage_type = 'ai_credits_used'",
                "created_at = '2027-01-20'",
                "period_start = '2027-01-02'",
                "subscription_id = gen_random_uuid()"
            })
    void useIsFixed(String change) {
        var unused = use(subscribe(BASE), "events_created", 1, "2027-01-10");
        var update = "UPDATE billing.subscription_usage SET " + change;

        assertThat(billing.refusal(update)).isEqualTo(NOT_ALLOWED);
        assertThat(afterGrant(update)).isEqualTo(FIXED);
    }

    @ParameterizedTest(name = "nothing leaves {0}, not even by who is granted it")
    @ValueSource(strings = {"billing.subscription_usage", "billing.subscription_plans"})
    void nothingLeaves(String table) {
        var unused = use(subscribe(BASE), "events_created", 1, "2027-01-10");

        assertThat(billing.refusal("DELETE FROM " + table)).isEqualTo(NOT_ALLOWED);
        assertThat(afterGrant("DELETE FROM " + table)).isEqualTo(APPEND_ONLY);
    }

    @Test
    @DisplayName("a later check may still say that a limit was exceeded")
    void laterChecksMayFlag() {
        var unused = use(subscribe(BASE), "events_created", 1, "2027-01-10");

        assertThat(billing.refusal("UPDATE billing.subscription_usage SET limit_exceeded = true"))
                .isEqualTo(ACCEPTED);
    }

    private static String afterGrant(String sql) {
        try (var owner = Session.as(database.user(), database)) {
            return owner.refusal("GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA billing TO billing_domain;"
                    + " SET LOCAL ROLE billing_domain; " + sql);
        }
    }

    private static UUID subscribe(String plan) {
        var subscription = UUID.randomUUID();
        subscribe(plan, "'" + subscription + "'");
        return subscription;
    }

    /** Subscribes a new team for a year, under the key that is to be the subscription's as well. */
    private static void subscribe(String plan, String key) {
        Sql.script(
                database,
                Names.in("INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (" + key
                        + ", 'Sala', 'venue')"));
        billing.run(
                "INSERT INTO billing.subscriptions (subscription_id, team_id, plan_id, current_period_start, current_period_end)"
                        + " SELECT " + key + ", " + key
                        + ", plan_id, '2027-01-01', '2028-01-01' FROM billing.subscription_plans"
                        + " WHERE plan_name = '" + plan + "'");
    }

    /** Uses something, and tells the total and whether it is over the limit. */
    private static String use(UUID subscription, String type, int quantity, String day) {
        billing.run(USAGE.with(
                        "subscription_id = '" + subscription + "'",
                        "usage_type = '" + type + "'",
                        "quantity_used = " + quantity,
                        "created_at = '" + day + " 12:00Z'")
                .insert());
        return latest(subscription, type);
    }

    private static String latest(UUID subscription, String type) {
        return billing.value(
                "SELECT cumulative_usage || ' ' || limit_exceeded FROM billing.subscription_usage WHERE subscription_id = ?"
                        + " AND usage_type = ? ORDER BY period_start DESC, cumulative_usage DESC LIMIT 1",
                subscription,
                type);
    }
}
