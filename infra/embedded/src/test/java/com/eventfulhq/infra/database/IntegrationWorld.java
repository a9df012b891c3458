package com.eventfulhq.infra.database;

import com.eventfulhq.infra.embedded.TestServers;

/** Connections in every state, and two runs of one of them. */
final class IntegrationWorld {

    static final String SEALED = "'{\"ciphertext\": \"c2VjcmV0\", \"key_id\": \"k1\"}'";

    private IntegrationWorld() {}

    static DatabaseAddress make(TestServers servers) {
        var database = servers.newDatabase();
        Sql.script(database, Names.in("""
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'A', 'venue'), (<other team>, 'B', 'venue');
                INSERT INTO integration.third_party_integrations (integration_id, team_id, service_name, service_category, credentials, status)
                VALUES (<active>, <team>, 'zoom', 'video_conferencing', SEALED, 'active'), (<inactive>, <team>, 'stripe', 'payment', SEALED, 'inactive'),
                    (<error>, <team>, 'hubspot', 'crm', SEALED, 'error'), (<revoked>, <team>, 'calendly', 'scheduling', SEALED, 'revoked'),
                    (<whatsapp>, <team>, 'whatsapp', 'messaging', SEALED, 'active');
                INSERT INTO integration.sync_logs (sync_id, integration_id, operation, status) VALUES (<run>, <active>, 'import', 'started');
                INSERT INTO integration.sync_logs (sync_id, integration_id, operation, status, started_at, completed_at) VALUES
                    (<done>, <active>, 'import', 'completed', '2026-03-01 10:00Z', '2026-03-01 10:05Z');
                """.replace("SEALED", SEALED)));
        return database;
    }
}
