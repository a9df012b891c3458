package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What runs do to their connection, and what becomes of credentials and of connections that were removed. */
@RealServers
class IntegrationEffectsIT {

    private DatabaseAddress database;
    private Session integration;

    @BeforeEach
    void connections(TestServers servers) {
        database = IntegrationWorld.make(servers);
        integration = Session.as("integration_domain", database);
    }

    @AfterEach
    void leave() {
        integration.close();
    }

    @Test
    @DisplayName(
            "a run that completes moves the last success forward, an earlier one does not move it back, a failed one not at all")
    void knowsTheLastSuccess() {
        assertThat(active("last_sync_at = '2026-03-01 10:05Z'")).isEqualTo("t");

        finished("completed", "2026-03-01 09:00Z");
        finished("failed", "2026-03-01 12:00Z");
        assertThat(active("last_sync_at = '2026-03-01 10:05Z'")).isEqualTo("t");

        finished("completed", "2026-03-01 11:00Z");
        assertThat(active("last_sync_at = '2026-03-01 11:00Z'")).isEqualTo("t");
    }

    @Test
    @DisplayName(
            "a run that completes makes nobody's version of the connection stale and leaves no audit row; a change does both")
    void runsAreNoChanges() {
        var before = audits();
        finished("completed", "2026-03-01 11:00Z");
        assertThat(active("version")).isEqualTo("0");
        assertThat(audits()).isEqualTo(before);

        change("config = '{}'");
        assertThat(active("version")).isEqualTo("1");
        assertThat(audits()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("the audit log never holds credentials, not even encrypted ones")
    void masksCredentials() {
        change("credentials = '{\"ciphertext\": \"bmV3\", \"key_id\": \"k2\"}'");

        assertThat(Sql.rows(
                        database,
                        "SELECT DISTINCT new_values ->> 'credentials' AS kept FROM security.entity_audit_log"
                                + " WHERE entity_type = 'third_party_integrations'"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("kept", "***"));
    }

    @Test
    @DisplayName("a team that removed a connection may connect to the service again; the old one runs no more")
    void connectsAgain() {
        change("is_deleted = true");

        assertThat(integration.refusal("INSERT INTO integration.third_party_integrations"
                        + " (team_id, service_name, service_category, credentials) VALUES (<team>, 'zoom', 'video_conferencing', "
                        + IntegrationWorld.SEALED + ")"))
                .isEqualTo(ACCEPTED);
        assertThat(
                        integration.refusal(
                                "INSERT INTO integration.sync_logs (integration_id, operation, status) VALUES (<active>, 'import', 'started')"))
                .isEqualTo("VE013");
    }

    private void change(String change) {
        var unused = integration.run(
                "UPDATE integration.third_party_integrations SET " + change + " WHERE integration_id = <active>");
    }

    private void finished(String status, String at) {
        var unused = integration.run(
                "INSERT INTO integration.sync_logs (integration_id, operation, status, started_at, completed_at)"
                        + " VALUES (?, 'import', ?, '2026-03-01 08:00Z', ?::timestamptz)",
                Names.of("active"),
                status,
                at);
    }

    private String active(String what) {
        return integration.value(
                "SELECT " + what + " FROM integration.third_party_integrations WHERE integration_id = ?",
                Names.of("active"));
    }

    private int audits() {
        return Sql.rows(
                        database,
                        "SELECT audit_id FROM security.entity_audit_log WHERE entity_id = ?",
                        Names.of("active"))
                .size();
    }
}
