package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.SessionsByRole.OWNER;
import static com.eventfulhq.infra.database.Trial.accepted;
import static com.eventfulhq.infra.database.Trial.leaves;
import static com.eventfulhq.infra.database.Trial.refused;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the security schema refuses of logs, retention and exports, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernanceRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String ENGINE = "notification_engine";
    private static final String HUB = "messaging_hub";
    private static final String LOGGED =
            "SELECT string_agg(action_type, ' ') FROM security.security_audit_log WHERE created_at = now()";

    @AutoClose
    private final SessionsByRole sessions;

    GovernanceRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"logs", "governance"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> logs() {
        var entry = "INSERT INTO security.security_audit_log (user_id, action_type, additional_data) VALUES ";
        var use =
                "INSERT INTO security.ai_usage_logs (user_id, team_id, llm_provider, model, tokens_consumed, cost_credits, operation_type) VALUES ";
        var call = use + "(<fan>, <team>, 'OpenAI', 'm', 10, 0.000001, 'translation')";
        return Stream.of(
                refused("who acted exists", "23503", GATEWAY, entry + "(<new>, 'LOGOUT', '{}')"),
                refused("what belongs to an entry is named", "23514", GATEWAY, entry + "(<fan>, 'LOGOUT', '[]')"),
                refused(
                        "who set a model off exists",
                        "23503",
                        GATEWAY,
                        use + "(<new>, <team>, 'OpenAI', 'm', 1, 1, 'analysis')"),
                refused(
                        "whose credits are spent exists",
                        "23503",
                        GATEWAY,
                        use + "(<fan>, <new>, 'OpenAI', 'm', 1, 1, 'analysis')"),
                refused(
                        "a call has a provider",
                        "23502",
                        GATEWAY,
                        use + "(<fan>, <team>, NULL, 'm', 1, 1, 'analysis')"),
                refused(
                        "a call has a model",
                        "23502",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', NULL, 1, 1, 'analysis')"),
                refused(
                        "a call is for something",
                        "23502",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', 'm', 1, 1, NULL)"),
                accepted(
                        "the gateway logs what concerns security",
                        GATEWAY,
                        entry
                                + "(<fan>, 'LOGIN_SUCCESS', '{}'), (<fan>, 'LOGIN_FAILED', '{}'), (<fan>, 'PASSWORD_RESET', '{}')"),
                accepted("the hub logs what concerns security", HUB, entry + "(<fan>, 'SUSPICIOUS_ACTIVITY', '{}')"),
                accepted(
                        "the engine logs what concerns security, of the system too",
                        ENGINE,
                        entry + "(NULL, 'SUSPICIOUS_ACTIVITY', '{}')"),
                refused(
                        "a domain that is no service of ours does not",
                        "42501",
                        "identity_domain",
                        entry + "(<fan>, 'LOGIN_SUCCESS', '{}')"),
                refused("an entry says what happened", "23502", GATEWAY, entry + "(<fan>, NULL, '{}')"),
                refused(
                        "an entry says what happened in a word we know",
                        "23514",
                        GATEWAY,
                        entry + "(<fan>, 'SOMETHING', '{}')"),
                refused(
                        "a changed permission is named",
                        "23514",
                        GATEWAY,
                        entry + "(<fan>, 'PERMISSION_CHANGED', '{}')"),
                refused(
                        "nobody chooses when it happened",
                        "42501",
                        GATEWAY,
                        "INSERT INTO security.security_audit_log (action_type, created_at) VALUES ('LOGOUT', '2020-01-01')"),
                refused(
                        "the gateway changes no entry",
                        "42501",
                        GATEWAY,
                        "UPDATE security.security_audit_log SET user_id = NULL"),
                refused("the gateway removes no entry", "42501", GATEWAY, "DELETE FROM security.security_audit_log"),
                refused(
                        "an entry is never changed",
                        "VE001",
                        "product_domain",
                        "UPDATE security.security_audit_log SET user_id = NULL"),
                refused(
                        "an entry is never removed",
                        "VE001",
                        "product_domain",
                        "DELETE FROM security.security_audit_log"),
                accepted("whoever calls a model meters it: the gateway", GATEWAY, call),
                accepted("whoever calls a model meters it: the hub", HUB, call),
                accepted("whoever calls a model meters it: the engine", ENGINE, call),
                accepted("whoever calls a model meters it: the AI domain", "ai_domain", call),
                refused("nobody else meters model calls", "42501", "marketplace_domain", call),
                refused(
                        "tokens are counted",
                        "23502",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', 'm', NULL, 1, 'analysis')"),
                refused(
                        "tokens are not negative",
                        "23514",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', 'm', -1, 1, 'analysis')"),
                refused(
                        "a call has its cost",
                        "23502",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', 'm', 1, NULL, 'analysis')"),
                refused(
                        "a cost is not negative",
                        "23514",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', 'm', 1, -0.5, 'analysis')"),
                refused(
                        "a provider is one we know",
                        "23514",
                        GATEWAY,
                        use + "(<fan>, <team>, 'Acme', 'm', 1, 1, 'analysis')"),
                refused(
                        "a call is for something we know",
                        "23514",
                        GATEWAY,
                        use + "(<fan>, <team>, 'OpenAI', 'm', 1, 1, 'chess')"),
                refused(
                        "a call is somebody's",
                        "23514",
                        GATEWAY,
                        use + "(NULL, NULL, 'OpenAI', 'm', 1, 1, 'analysis')"),
                refused(
                        "the AI domain changes no meter",
                        "42501",
                        "ai_domain",
                        "UPDATE security.ai_usage_logs SET cost_credits = 0"),
                refused(
                        "a meter is never changed",
                        "VE001",
                        "product_domain",
                        "UPDATE security.ai_usage_logs SET cost_credits = 0"),
                refused("a meter is never removed", "VE001", "product_domain", "DELETE FROM security.ai_usage_logs"));
    }

    static Stream<Trial> governance() {
        var request = "UPDATE security.data_export_requests SET ";
        return Stream.of(
                refused(
                        "who asks for their data exists",
                        "23503",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id) VALUES (<new>)"),
                refused(
                        "a request stays its person's",
                        "VE003",
                        GATEWAY,
                        request + "user_id = <other> WHERE request_id = <queued>"),
                leaves(
                        "a step is stamped",
                        "t",
                        GATEWAY,
                        request + "status = 'processing' WHERE request_id = <queued>",
                        "SELECT updated_at = now() FROM security.data_export_requests WHERE request_id = <queued>"),
                leaves(
                        "a changed policy is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE security.data_retention_policies SET is_active = false WHERE entity_type = 'user_sessions'",
                        "SELECT updated_at = now() FROM security.data_retention_policies WHERE entity_type = 'user_sessions'"),
                leaves(
                        "an inactive session is kept 90 days",
                        "90",
                        GATEWAY,
                        "SELECT 1",
                        "SELECT retention_period_days FROM security.data_retention_policies WHERE entity_type = 'user_sessions'"),
                accepted(
                        "the gateway changes how long rows are kept",
                        GATEWAY,
                        "UPDATE security.data_retention_policies SET retention_period_days = 30 WHERE entity_type = 'user_sessions'"),
                refused(
                        "nobody shortens the trail below its minimum",
                        "23514",
                        GATEWAY,
                        "UPDATE security.data_retention_policies SET retention_period_days = 1 WHERE entity_type = 'security_audit_log'"),
                refused(
                        "the gateway does not choose what is removed",
                        "42501",
                        GATEWAY,
                        "INSERT INTO security.data_retention_policies (entity_schema, entity_type, retention_period_days) VALUES ('identity', 'teams', 1)"),
                refused(
                        "nor by pointing a policy elsewhere",
                        "42501",
                        GATEWAY,
                        "UPDATE security.data_retention_policies SET entity_type = 'users'"),
                refused(
                        "a table has one policy",
                        "23505",
                        OWNER,
                        "INSERT INTO security.data_retention_policies (entity_schema, entity_type, retention_period_days) VALUES ('security', 'user_sessions', 1)"),
                refused(
                        "only the migration role removes what is old",
                        "42501",
                        GATEWAY,
                        "SELECT security.apply_retention()"),
                accepted(
                        "a person asks for their data",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id) VALUES (<fan>)"),
                refused(
                        "a request is somebody's",
                        "23502",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id) VALUES (NULL)"),
                accepted(
                        "a request is worked on",
                        GATEWAY,
                        request + "status = 'processing' WHERE request_id = <queued>"),
                refused(
                        "a request is not ready before it was worked on",
                        "VE004",
                        GATEWAY,
                        request
                                + "status = 'ready', export_data_url = 'https://x', expires_at = now() WHERE request_id = <queued>"),
                refused(
                        "a request that is ready has its link",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id, status, expires_at) VALUES (<fan>, 'ready', now())"),
                refused(
                        "a link ends",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id, status, export_data_url) VALUES (<fan>, 'ready', 'https://x')"),
                refused(
                        "an expired request has no link",
                        "23514",
                        GATEWAY,
                        request + "status = 'expired' WHERE request_id = <ready>"),
                accepted(
                        "an expired request gives its link up",
                        GATEWAY,
                        request + "status = 'expired', export_data_url = NULL WHERE request_id = <ready>"),
                refused(
                        "there is no sixth state",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id, status) VALUES (<fan>, 'lost')"),
                leaves(
                        "a request is in the security log",
                        "DATA_EXPORT_REQUESTED",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id) VALUES (<fan>)",
                        LOGGED),
                leaves(
                        "so is every step of it",
                        "DATA_EXPORT_ADVANCED",
                        GATEWAY,
                        request + "status = 'processing' WHERE request_id = <queued>",
                        LOGGED),
                refused(
                        "nobody else reads the link",
                        "42501",
                        HUB,
                        "SELECT export_data_url FROM security.data_export_requests"),
                refused(
                        "only the gateway keeps the queue",
                        "42501",
                        ENGINE,
                        "INSERT INTO security.data_export_requests (user_id) VALUES (<fan>)"));
    }
}
