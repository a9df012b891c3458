package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every BaseEntity table and every append-only table has in common, shown on teams and on the audit log. */
@RealServers
class SharedRulesIT {

    private static final UUID ACTOR = UUID.fromString("a0000000-0000-4000-8000-000000000001");

    /** Tables with the columns of a BaseEntity that lack one of its triggers. */
    private static final String HALF_ENTITIES = """
            SELECT c.oid::regclass AS entity FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'deleted_by_user_id'
                JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
            WHERE c.relkind IN ('r', 'p') AND EXISTS (SELECT FROM unnest(ARRAY[
                    ' BEFORE UPDATE .*FOR EACH ROW .*EXECUTE FUNCTION keep_base_entity\\(',
                    ' BEFORE INSERT ON [^ ]+ FOR EACH ROW EXECUTE FUNCTION start_base_entity\\(',
                    format(' BEFORE DELETE ON [^ ]+ FOR EACH ROW EXECUTE FUNCTION delete_softly\\(''%s''\\)', k.attname),
                    format(' AFTER (INSERT OR )?UPDATE .*FOR EACH ROW .*EXECUTE FUNCTION audit_entity\\(''%s''[,)]', k.attname)
                ]) AS expected WHERE NOT EXISTS (SELECT FROM pg_trigger t
                    WHERE t.tgrelid = c.oid AND t.tgenabled = 'O' AND pg_get_triggerdef(t.oid) ~ expected))""";

    private static final String LINKS_WITHOUT_TYPE = """
            SELECT concat_ws('.', id.table_schema, id.table_name, id.column_name) AS link FROM information_schema.columns id
            WHERE id.column_name ~ '(^|_)entity_id$' AND id.table_schema NOT IN ('pg_catalog', 'information_schema')
                AND NOT EXISTS (SELECT FROM information_schema.columns type
                    WHERE (type.table_schema, type.table_name) = (id.table_schema, id.table_name)
                    AND type.column_name = replace(id.column_name, 'entity_id', 'entity_type') AND type.is_nullable = id.is_nullable)""";

    private DatabaseAddress database;
    private Session identity;
    private UUID team;

    @BeforeEach
    void aTeam(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(
                database,
                "INSERT INTO security.users (user_id, email, primary_archetype) VALUES ('" + ACTOR
                        + "', 'ana@example.com', 'Fan')");
        identity = Session.as("identity_domain", database);
        team = UUID.randomUUID();
        identity.run(
                "INSERT INTO identity.teams (team_id, team_name, team_type, version) VALUES (?, 'Sala Gran', 'venue', 7)",
                team);
    }

    @AfterEach
    void leave() {
        identity.close();
    }

    @Test
    @DisplayName("a new row has the first version, whatever was given")
    void startsAtTheFirstVersion() {
        assertThat(column("version")).isEqualTo("0");
    }

    @Test
    @DisplayName("every update advances the version")
    void advancesTheVersion() {
        identity.run("UPDATE identity.teams SET description = 'Hall' WHERE team_id = ?", team);

        assertThat(column("version")).isEqualTo("1");
    }

    @Test
    @DisplayName("a writer who states the version that is current is accepted")
    void acceptsTheCurrentVersion() {
        assertThat(identity.refusal("UPDATE identity.teams SET description = 'x', version = 0 WHERE team_id = ?", team))
                .isEqualTo(ACCEPTED);
    }

    @Test
    @DisplayName("a writer who states a version that is not current is refused")
    void refusesAStaleVersion() {
        identity.run("UPDATE identity.teams SET description = 'Hall' WHERE team_id = ?", team);

        assertThat(identity.refusal("UPDATE identity.teams SET description = 'x', version = 0 WHERE team_id = ?", team))
                .isEqualTo("VE008");
    }

    @Test
    @DisplayName("when and by whom a row was made never changes")
    void keepsTheCreation() {
        var made = column("created_at");

        identity.run(
                "UPDATE identity.teams SET created_at = '2001-01-01', created_by_user_id = ? WHERE team_id = ?",
                ACTOR,
                team);

        assertThat(column("created_at")).isEqualTo(made);
        assertThat(column("created_by_user_id")).isEqualTo("null");
    }

    @Test
    @DisplayName("DELETE marks the row deleted and keeps it")
    void deletesSoftly() {
        identity.run("DELETE FROM identity.teams WHERE team_id = ?", team);

        assertThat(column("is_deleted")).isEqualTo("t");
        assertThat(column("deleted_at")).isNotEqualTo("null");
    }

    @Test
    @DisplayName("a row that is not deleted has no deletion time")
    void deletionColumnsAgree() {
        identity.run(
                "UPDATE identity.teams SET deleted_at = now(), deleted_by_user_id = ? WHERE team_id = ?", ACTOR, team);

        assertThat(column("deleted_at")).isEqualTo("null");
        assertThat(column("deleted_by_user_id")).isEqualTo("null");
    }

    @Test
    @DisplayName("the acting user is kept with the change and with the deletion")
    void knowsWhoActed() {
        identity.run("SELECT set_config('eventful.acting_user', ?, false)", ACTOR.toString());
        identity.run("UPDATE identity.teams SET is_deleted = true WHERE team_id = ?", team);

        assertThat(column("updated_by_user_id")).isEqualTo(ACTOR.toString());
        assertThat(column("deleted_by_user_id")).isEqualTo(ACTOR.toString());
    }

    @Test
    @DisplayName("creation, change and deletion leave one audit row each, with before, after and who")
    void audits() {
        identity.run("SELECT set_config('eventful.acting_user', ?, false)", ACTOR.toString());
        identity.run("UPDATE identity.teams SET team_name = 'Sala Nova' WHERE team_id = ?", team);
        identity.run("DELETE FROM identity.teams WHERE team_id = ?", team);

        assertThat(Sql.rows(database, """
                        SELECT operation, entity_type, old_values ->> 'team_name' AS before, new_values ->> 'team_name' AS after,
                            changed_by_user_id AS who
                        FROM security.entity_audit_log WHERE entity_id = ? ORDER BY audit_id""", team))
                .containsExactly(
                        audit("CREATE", "null", "Sala Gran", "null"),
                        audit("UPDATE", "Sala Gran", "Sala Nova", ACTOR.toString()),
                        audit("SOFT_DELETE", "Sala Nova", "Sala Nova", ACTOR.toString()));
    }

    @Test
    @DisplayName("the trail holds the whole row, before and after")
    void keepsWholeRows() {
        var before = column("to_jsonb(teams)");
        identity.run("UPDATE identity.teams SET team_name = 'Sala Nova' WHERE team_id = ?", team);

        assertThat(Sql.rows(
                        database,
                        "SELECT old_values AS before, new_values AS after FROM security.entity_audit_log WHERE entity_id = ? AND operation = 'UPDATE'",
                        team))
                .containsExactly(Map.of("before", before, "after", column("to_jsonb(teams)")));
    }

    @Test
    @DisplayName(
            "every base entity is stamped, softly deleted and audited by its own key, and nothing switches that off")
    void everyBaseEntityDoesSo() {
        assertThat(Sql.rows(database, HALF_ENTITIES)).isEmpty();
    }

    @Test
    @DisplayName("the id of what is related stands beside its type, but where the kind of use says it")
    void relatedIdsHaveTypes() {
        assertThat(Sql.rows(database, LINKS_WITHOUT_TYPE))
                .containsExactly(Map.of("link", "billing.subscription_usage.related_entity_id"));
    }

    private static Map<String, String> audit(String operation, String before, String after, String who) {
        return Map.of("operation", operation, "entity_type", "teams", "before", before, "after", after, "who", who);
    }

    @Test
    @DisplayName("secrets are masked in both snapshots")
    void masksSecrets() {
        Sql.script(database, """
                CREATE TABLE integration.safes (safe_id uuid PRIMARY KEY, code text);
                CALL public.make_base_entity('integration.safes', 'safe_id', 'code');
                INSERT INTO integration.safes VALUES ('a0000000-0000-4000-8000-000000000002', '1234');
                UPDATE integration.safes SET code = '5678';
                """);

        assertThat(Sql.rows(
                        database,
                        "SELECT old_values ->> 'code' AS before, new_values ->> 'code' AS after FROM security.entity_audit_log"
                                + " WHERE entity_type = 'safes' AND operation = 'UPDATE'"))
                .containsExactly(Map.of("before", "***", "after", "***"));
    }

    @Test
    @DisplayName("nobody but triggers writes the audit log")
    void auditLogIsWrittenByTriggersAlone() {
        assertThat(identity.refusal(
                        "INSERT INTO security.entity_audit_log (entity_id, entity_type, entity_schema, operation, new_values)"
                                + " VALUES (?, 'teams', 'identity', 'CREATE', '{}')",
                        team))
                .isEqualTo("42501");
    }

    @Test
    @DisplayName("an audit row is neither changed nor removed, not even by who may write the table")
    void auditRowsStay() {
        Sql.script(database, "GRANT UPDATE, DELETE ON security.entity_audit_log TO identity_domain");

        assertThat(identity.refusal("UPDATE security.entity_audit_log SET operation = 'UPDATE'"))
                .isEqualTo("VE001");
        assertThat(identity.refusal("DELETE FROM security.entity_audit_log")).isEqualTo("VE001");
    }

    @Test
    @DisplayName("nobody forges an audit row by a trigger on a table of their own")
    void auditRowsAreNotForged() {
        identity.run("CREATE TEMPORARY TABLE mine (team_id uuid, is_deleted boolean)");

        assertThat(
                        identity.refusal(
                                "CREATE TRIGGER forged AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION public.audit_entity('team_id')"))
                .isEqualTo("42501");
    }

    @Test
    @DisplayName("what runs with its owner's rights is run by nobody who is not named")
    void ownersRightsAreNotForEverybody() {
        assertThat(Sql.rows(
                        database,
                        "SELECT p.oid::regprocedure AS open FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                                + " WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
                                + " AND has_function_privilege('public', p.oid, 'EXECUTE')"))
                .isEmpty();
    }

    private String column(String name) {
        return identity.value("SELECT " + name + " FROM identity.teams WHERE team_id = ?", team);
    }
}
