package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What operations' triggers and partition functions do by themselves. */
@RealServers
class OperationsEffectsIT {

    private static final String CHECKS = "'operations.system_health_checks'";

    private DatabaseAddress database;
    private Session engine;

    @BeforeEach
    void aWebhookWithTwoDeliveries(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in("""
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'A', 'venue');
                INSERT INTO operations.webhook_subscriptions (webhook_id, team_id, endpoint_url, event_types, secret_key) VALUES
                    (<hook>, <team>, 'https://example.com/hook', '{booking.created}', 'enc:k1:AAAA');
                INSERT INTO operations.webhook_deliveries (delivery_id, webhook_id, event_id, event_type, payload) VALUES
                    ('01900000-0000-7000-8000-000000000001', <hook>, <event>, 'booking.created', '{}'),
                    ('01900000-0000-7000-8000-000000000002', <hook>, <event two>, 'booking.created', '{}');
                """));
        engine = Session.as("notification_engine", database);
    }

    @AfterEach
    void leave() {
        engine.close();
    }

    @Test
    @DisplayName("every attempt, good or bad, moves the webhook's last attempt; failed ones count")
    void summarisesAttempts() {
        attempt(2, 1, "pending", "2026-03-01 10:00Z");
        attempt(2, 2, "pending", "2026-03-01 10:05Z");
        assertThat(hook("retry_count")).isEqualTo("2");

        attempt(2, 3, "delivered", "2026-03-01 10:15Z");
        assertThat(hook("retry_count")).isEqualTo("2");
        assertThat(hook("last_delivery_attempt = '2026-03-01 10:15Z'")).isEqualTo("t");
    }

    @Test
    @DisplayName("attempts of an older payload do not count for the newest, and late news moves no time back")
    void summarisesTheNewestPayload() {
        attempt(2, 1, "delivered", "2026-03-01 10:15Z");
        attempt(1, 4, "pending", "2026-03-01 10:10Z");

        assertThat(hook("retry_count")).isEqualTo("0");
        assertThat(hook("last_delivery_attempt = '2026-03-01 10:15Z'")).isEqualTo("t");
    }

    @Test
    @DisplayName("removing a webhook removes its deliveries")
    void removesDeliveries() {
        var unused = engine.run("DELETE FROM operations.webhook_subscriptions WHERE webhook_id = <hook>");

        assertThat(engine.value("SELECT count(*) FROM operations.webhook_deliveries"))
                .isEqualTo("0");
    }

    @Test
    @DisplayName("a change moves updated_at and never created_at")
    void knowsWhenItChanged() {
        var created = hook("created_at");

        var unused = engine.run(
                "UPDATE operations.webhook_subscriptions SET is_active = false, created_at = '2001-01-01', updated_at = '2001-01-01'");

        assertThat(hook("created_at")).isEqualTo(created);
        assertThat(hook("updated_at > created_at")).isEqualTo("t");
    }

    @Test
    @DisplayName("a flag that is switched moves updated_at and never created_at")
    void knowsWhenAFlagChanged() {
        Sql.script(database, "INSERT INTO operations.feature_flags (flag_name) VALUES ('new-inbox')");
        try (var gateway = Session.as("gateway", database)) {
            var unused =
                    gateway.run("UPDATE operations.feature_flags SET is_enabled = true, created_at = '2001-01-01'");

            assertThat(
                            gateway.value(
                                    "SELECT updated_at > created_at AND created_at > '2001-01-02' FROM operations.feature_flags"))
                    .isEqualTo("t");
        }
    }

    @Test
    @DisplayName("a row lies in the partition of its day; of a day that has none, in the default one")
    void sortsByDay() {
        checked("now()");
        checked("now() + interval '90 days'");

        assertThat(homes("operations.system_health_checks"))
                .containsExactlyInAnyOrder(
                        day("operations.system_health_checks", 0), "operations.system_health_checks_default");
    }

    @Test
    @DisplayName("making partitions brings the rows home that waited for them, and making them again changes nothing")
    void bringsRowsHome() {
        Sql.script(database, """
                CREATE TABLE operations.days (at timestamptz NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE operations.days_default PARTITION OF operations.days DEFAULT;
                INSERT INTO operations.days VALUES (now() + interval '3 days'), (now() + interval '90 days');
                """);

        assertThat(asked("SELECT operations.make_day_partitions('operations.days', 5)"))
                .isEqualTo("5");
        assertThat(asked("SELECT operations.make_day_partitions('operations.days', 5)"))
                .isEqualTo("0");

        assertThat(homes("operations.days"))
                .containsExactlyInAnyOrder(day("operations.days", 3), "operations.days_default");
    }

    @Test
    @DisplayName("partitions of days beyond retention go with their rows, and as old rows of the default one")
    void dropsWhatIsOld() {
        Sql.script(database, """
                CREATE TABLE operations.days (at timestamptz NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE operations.days_default PARTITION OF operations.days DEFAULT;
                CREATE TABLE operations.days_old PARTITION OF operations.days FOR VALUES FROM ('2020-01-01 00:00Z') TO ('2020-01-02 00:00Z');
                INSERT INTO operations.days VALUES ('2020-01-01 12:00Z'), ('2019-01-01 12:00Z'), (now()), (now() - interval '2 days');
                """);

        assertThat(asked("SELECT operations.drop_day_partitions('operations.days', 3)"))
                .isEqualTo("1");

        assertThat(asked("SELECT count(*) FROM operations.days")).isEqualTo("2");
        assertThat(asked("SELECT to_regclass('operations.days_old')")).isEqualTo("null");
    }

    @Test
    @DisplayName("a table that is not partitioned by time has no days, and something is always kept")
    void refusesNonsense() {
        assertThatThrownBy(() -> asked("SELECT operations.make_day_partitions('operations.feature_flags', 1)"))
                .hasStackTraceContaining("not partitioned by one range of times");
        assertThatThrownBy(() -> asked("SELECT operations.drop_day_partitions(" + CHECKS + ", 0)"))
                .hasStackTraceContaining("expected: at least 1");
    }

    private void attempt(int delivery, int count, String status, String at) {
        var unused = engine.run("""
                UPDATE operations.webhook_deliveries SET attempt_count = ?, status = ?, last_attempt_at = ?::timestamptz,
                    next_attempt_at = CASE WHEN ? = 'pending' THEN now() END
                WHERE delivery_id::text LIKE '%' || ?""", count, status, at, status, Integer.toString(delivery));
    }

    private String hook(String what) {
        return engine.value("SELECT " + what + " FROM operations.webhook_subscriptions");
    }

    private void checked(String at) {
        Sql.script(
                database,
                "INSERT INTO operations.system_health_checks (service_name, status, checked_at) VALUES ('hub', 'HEALTHY', "
                        + at + ")");
    }

    private List<String> homes(String table) {
        return Sql.rows(database, "SELECT tableoid::regclass AS home FROM " + table).stream()
                .map(row -> row.getOrDefault("home", ""))
                .toList();
    }

    private String day(String table, int daysLater) {
        return asked("SELECT '" + table + "_p' || to_char(now() AT TIME ZONE 'UTC' + " + daysLater
                + " * interval '1 day', 'YYYYMMDD')");
    }

    private String asked(String query) {
        return Sql.rows(database, query).getFirst().values().iterator().next();
    }
}
