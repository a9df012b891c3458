package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@RealServers
class MaintenanceIT {

    private DatabaseAddress database;

    @BeforeEach
    void enter(TestServers servers) {
        database = servers.newDatabase();
    }

    @Test
    @DisplayName("every table with partitions has one for today and the six days after it")
    void preparesTheDaysToCome() {
        Maintenance.run(database);

        assertThat(Sql.rows(database, """
                        SELECT parent.relname AS name FROM pg_partitioned_table t JOIN pg_class parent ON parent.oid = t.partrelid
                        WHERE (SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                               WHERE i.inhparent = t.partrelid AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT') >= 7
                        ORDER BY 1"""))
                .extracting(row -> row.get("name"))
                .containsExactly("api_usage_logs", "microservice_communications", "system_health_checks");
    }

    @Test
    @DisplayName("all that is older than its policy goes, however many rows it is")
    void appliesRetentionToTheEnd() {
        Sql.script(database, """
                INSERT INTO communications.whatsapp_changes (change_sha256, field, payload, received_at)
                SELECT sha256(n::text::bytea), 'account_update', '{}', now() - make_interval(days => CASE WHEN n <= 10500 THEN 91 ELSE 89 END)
                FROM generate_series(1, 10510) AS n""");

        assertThat(Maintenance.run(database)).isEqualTo(10_500);

        assertThat(Sql.rows(database, "SELECT count(*) AS n FROM communications.whatsapp_changes"))
                .containsExactly(Map.of("n", "10"));
    }

    @Test
    @DisplayName("a second run has nothing to do")
    void isDoneOnce() {
        Maintenance.run(database);

        assertThat(Sql.rows(database, "SELECT operations.prepare_days() AS made"))
                .containsExactly(Map.of("made", "0"));
    }
}
