package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a run of retention removes, and what it leaves. */
@RealServers
class RetentionIT {

    private DatabaseAddress database;

    @BeforeEach
    void aWorldWithOldSessions(TestServers servers) {
        database = AccessWorld.in(servers);
        script("""
                INSERT INTO security.user_sessions (user_id, token_id, created_at, last_active, expires_at)
                SELECT <other>, 'old-' || n, now() - interval '200 days', now() - make_interval(days => 90 + n), now() FROM generate_series(1, 5) AS n;
                INSERT INTO security.user_sessions (user_id, token_id, created_at, last_active, expires_at)
                VALUES (<other>, 'young', now() - interval '200 days', now() - interval '89 days', now());
                """);
    }

    @Test
    @DisplayName("sessions inactive for more than 90 days go, others stay")
    void removesWhatIsOld() {
        assertThat(removed("security.user_sessions", 100)).isEqualTo("5");

        assertThat(sessions()).isEqualTo("1");
    }

    @Test
    @DisplayName("one run removes at most as many rows of a table as it was told")
    void removesInPortions() {
        assertThat(removed("security.user_sessions", 2)).isEqualTo("2");
        assertThat(removed("security.user_sessions", 2)).isEqualTo("2");
        assertThat(removed("security.user_sessions", 2)).isEqualTo("1");
        assertThat(removed("security.user_sessions", 2)).isEqualTo("0");
    }

    @Test
    @DisplayName("a changed policy changes the next run")
    void followsThePolicy() {
        script(
                "UPDATE security.data_retention_policies SET retention_period_days = 30 WHERE entity_type = 'user_sessions'");

        assertThat(removed("security.user_sessions", 100)).isEqualTo("6");
    }

    @Test
    @DisplayName("a policy that is switched off removes nothing")
    void restsWhenSwitchedOff() {
        script("UPDATE security.data_retention_policies SET is_active = false WHERE entity_type = 'user_sessions'");

        script("SELECT security.apply_retention()");

        assertThat(sessions()).isEqualTo("6");
    }

    @Test
    @DisplayName("a run leaves one row in the security log, with what it removed")
    void isLogged() {
        script("SELECT security.apply_retention(2)");

        assertThat(Sql.rows(
                        database,
                        "SELECT additional_data #>> '{removed,security.user_sessions}' AS sessions FROM security.security_audit_log"
                                + " WHERE action_type = 'RETENTION_APPLIED'"))
                .containsExactly(Map.of("sessions", "2"));
    }

    @Test
    @DisplayName("append-only logs are removed by retention alone, in every partition")
    void removesFromLogs() {
        script("""
                SELECT api.make_usage_partitions(1);
                INSERT INTO api.api_usage_logs (credential_id, team_id, requesting_ip, method, endpoint, status_code, response_time_ms, created_at)
                VALUES (<credential>, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 12, now() - interval '401 days');
                INSERT INTO security.security_audit_log (action_type, created_at) VALUES ('LOGOUT', now() - interval '731 days');
                """);

        assertThat(removed("api.api_usage_logs", 100)).isEqualTo("1");
        assertThat(Sql.rows(
                        database,
                        "SELECT count(*) AS logouts FROM security.security_audit_log WHERE action_type = 'LOGOUT'"))
                .containsExactly(Map.of("logouts", "0"));
        assertThat(Sql.rows(database, "SELECT count(*) AS calls FROM api.api_usage_logs"))
                .containsExactly(Map.of("calls", "1"));
    }

    @Test
    @DisplayName("the partitions of past days go once they are empty")
    void dropsEmptyPartitions() {
        script("""
                CREATE TABLE api.api_usage_logs_20200101 PARTITION OF api.api_usage_logs FOR VALUES FROM ('2020-01-01Z') TO ('2020-01-02Z');
                CREATE TABLE api.api_usage_logs_20200102 PARTITION OF api.api_usage_logs FOR VALUES FROM ('2020-01-02Z') TO ('2020-01-03Z');
                INSERT INTO api.api_usage_logs (credential_id, team_id, requesting_ip, method, endpoint, status_code, response_time_ms, created_at)
                VALUES (<credential>, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 12, '2020-01-02 12:00Z');
                """);

        assertThat(Sql.rows(database, "SELECT api.drop_empty_usage_partitions() AS dropped"))
                .containsExactly(Map.of("dropped", "1"));
        assertThat(Sql.rows(database, "SELECT to_regclass('api.api_usage_logs_20200102') IS NOT NULL AS kept"))
                .containsExactly(Map.of("kept", "t"));
    }

    @Test
    @DisplayName("a table that others refer to is left and named, and the rest goes on")
    void leavesWhatIsReferredTo() {
        script("""
                INSERT INTO security.data_retention_policies (entity_schema, entity_type, retention_period_days) VALUES ('identity', 'teams', 1),
                    ('identity', 'nowhere', 1);
                INSERT INTO identity.teams (team_id, team_name, team_type, created_at) VALUES (<new>, 'T', 'venue', now() - interval '2 days');
                INSERT INTO identity.team_memberships (user_id, team_id) VALUES (<fan>, <new>);
                """);

        assertThat(Sql.rows(
                        database,
                        "SELECT entity, removed, remark LIKE '%foreign key%' AS referred FROM security.apply_retention() WHERE entity IN ('identity.teams', 'security.user_sessions')"
                                + " ORDER BY entity"))
                .containsExactly(
                        Map.of("entity", "identity.teams", "removed", "0", "referred", "t"),
                        Map.of("entity", "security.user_sessions", "removed", "5", "referred", "null"));
        assertThat(Sql.rows(
                        database, "SELECT remark FROM security.apply_retention() WHERE entity = 'identity.nowhere'"))
                .containsExactly(Map.of("remark", "no such table or column"));
    }

    private String removed(String entity, int rows) {
        try (var owner = Session.as(database.user(), database)) {
            return owner.value("SELECT removed FROM security.apply_retention(?) WHERE entity = ?", rows, entity);
        }
    }

    private String sessions() {
        try (var owner = Session.as(database.user(), database)) {
            return owner.value("SELECT count(*) FROM security.user_sessions WHERE user_id = <other>");
        }
    }

    private void script(String sql) {
        Sql.script(database, Names.in(sql));
    }
}
