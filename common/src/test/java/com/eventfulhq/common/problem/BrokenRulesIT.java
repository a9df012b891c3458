package com.eventfulhq.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Statements that break rules of the real database, sent as a request's handler would, and what the client is told. */
@RealServers
class BrokenRulesIT {

    private static final String TEAM = "7e000000-0000-4000-8000-000000000001";
    private static final String NEW_TEAM = "INSERT INTO identity.teams (team_name, team_type) VALUES ";
    private static final String NEW_USER = "INSERT INTO security.users (email, primary_archetype) VALUES ";

    private DatabaseAddress database;

    @BeforeEach
    void aTeamAndSomebody(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, """
                INSERT INTO security.users (email, primary_archetype) VALUES ('ana@example.com', 'Fan');
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('%s', 'Sala Gran', 'venue');
                UPDATE identity.teams SET description = 'Hall';
                GRANT UPDATE ON security.entity_audit_log TO gateway;
                GRANT INSERT, UPDATE ON identity.teams, identity.team_memberships TO gateway;
                GRANT SELECT, DELETE ON communications.business_phone_numbers TO gateway;
                """.formatted(TEAM));
    }

    @Test
    @DisplayName("a stale version")
    void staleVersion() {
        refused("UPDATE identity.teams SET version = 0", HttpStatus.CONFLICT, """
                {"type": "https://eventfulhq.com/problems/stale-version", "status": 409, "instance": "/",
                 "title": "Somebody changed it in between: read it again",
                 "detail": "teams: version 0 was read, 1 is current"}""");
    }

    @Test
    @DisplayName("a change of the audit log")
    void appendOnly() {
        refused("UPDATE security.entity_audit_log SET operation = 'UPDATE'", HttpStatus.CONFLICT, """
                {"type": "https://eventfulhq.com/problems/append-only", "status": 409, "instance": "/",
                 "title": "What is written there is never changed or removed",
                 "detail": "entity_audit_log: rows are never changed or removed (expected: a new row)"}""");
    }

    @Test
    @DisplayName("an e-mail address somebody else has, which is not told")
    void unique() {
        refused(NEW_USER + "('ana@example.com', 'Fan')", HttpStatus.CONFLICT, """
                {"type": "https://eventfulhq.com/problems/conflict", "status": 409, "instance": "/",
                 "title": "The state does not allow this", "constraint": "idx_users_email",
                 "detail": "idx_users_email: taken (expected: one nobody has)"}""");
    }

    @Test
    @DisplayName("a value that is missing")
    void notNull() {
        refused(NEW_USER + "(NULL, 'Fan')", HttpStatus.UNPROCESSABLE_CONTENT, """
                {"type": "https://eventfulhq.com/problems/invalid-value", "status": 422, "instance": "/",
                 "title": "A field has a value that is not allowed", "column": "email",
                 "detail": "email: missing (expected: a value)"}""");
    }

    @Test
    @DisplayName("a value that is not in the list")
    void check() {
        refused(NEW_TEAM + "('Sala Gran', 'orchestra')", HttpStatus.UNPROCESSABLE_CONTENT, """
                {"type": "https://eventfulhq.com/problems/invalid-value", "status": 422, "instance": "/",
                 "title": "A field has a value that is not allowed", "constraint": "teams_team_type_check",
                 "detail": "teams_team_type_check: does not hold for these values"}""");
    }

    @Test
    @DisplayName("a text that is too long")
    void tooLong() {
        refused(NEW_TEAM + "(repeat('x', 256), 'venue')", HttpStatus.UNPROCESSABLE_CONTENT, """
                {"type": "https://eventfulhq.com/problems/invalid-value", "status": 422, "instance": "/",
                 "title": "A field has a value that is not allowed", "detail": "a text is longer than its field may be"}""");
    }

    @Test
    @DisplayName("a reference to nobody")
    void foreignKey() {
        refused(
                "INSERT INTO identity.team_memberships (user_id, team_id) VALUES (gen_random_uuid(), '" + TEAM + "')",
                HttpStatus.UNPROCESSABLE_CONTENT,
                """
                {"type": "https://eventfulhq.com/problems/invalid-value", "status": 422, "instance": "/",
                 "title": "A field has a value that is not allowed", "constraint": "team_memberships_user_id_fkey",
                 "detail": "team_memberships_user_id_fkey: refers to something that is not there"}""");
    }

    @Test
    @DisplayName("the removal of what something else refers to")
    void stillReferredTo() {
        Sql.script(database, """
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id) VALUES ('1', 'waba');
                INSERT INTO communications.whatsapp_contacts DEFAULT VALUES;
                INSERT INTO communications.whatsapp_conversations (business_phone_number_id, contact_id, whatsapp_phone_number)
                SELECT '1', contact_id, '34600000001' FROM communications.whatsapp_contacts;
                """);

        refused("DELETE FROM communications.business_phone_numbers", HttpStatus.CONFLICT, """
                {"type": "https://eventfulhq.com/problems/conflict", "status": 409, "instance": "/",
                 "title": "The state does not allow this",
                 "constraint": "whatsapp_conversations_business_phone_number_id_fkey",
                 "detail": "whatsapp_conversations_business_phone_number_id_fkey: something else still refers to it"}""");
    }

    @Test
    @DisplayName("a table that is not ours to write: our mistake, of which nothing is told")
    void foreignTable() {
        refused("DELETE FROM communications.whatsapp_messages", HttpStatus.INTERNAL_SERVER_ERROR, """
                {"type": "https://eventfulhq.com/problems/internal", "status": 500, "instance": "/",
                 "title": "Something went wrong on our side", "detail": "the error was recorded"}""");
    }

    private void refused(String sql, HttpStatus status, String problem) {
        var before = state();
        var gateway = database(TestServers.as("gateway", database));
        var routes = RouterFunctions.route()
                .POST("/", request -> gateway.transaction(statements -> statements.execute(sql))
                        .then(ServerResponse.noContent().build()))
                .build();

        WebTestClient.bindToRouterFunction(routes)
                .handlerStrategies(HandlerStrategies.builder()
                        .exceptionHandler(new ProblemHandler())
                        .build())
                .build()
                .post()
                .uri("/")
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .json(problem, org.springframework.test.json.JsonCompareMode.STRICT);

        assertThat(state()).isEqualTo(before);
    }

    private java.util.List<java.util.Map<String, String>> state() {
        return Sql.rows(
                database,
                "SELECT (SELECT count(*) FROM security.users) AS users, (SELECT sum(version) FROM identity.teams) AS versions");
    }

    private static Database database(DatabaseAddress address) {
        var options = ConnectionFactoryOptions.parse(address.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, address.user())
                .option(ConnectionFactoryOptions.PASSWORD, address.password())
                .build();
        return new Database(ConnectionFactories.get(options));
    }
}
