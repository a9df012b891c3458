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

/** What the api schema refuses of its log of calls, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiUsageRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String HUB = "messaging_hub";

    @AutoClose
    private final SessionsByRole sessions;

    ApiUsageRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> calls() {
        var call =
                "INSERT INTO api.api_usage_logs (credential_id, api_key_id, team_id, requesting_ip, method, endpoint, status_code, response_time_ms, created_at) VALUES ";
        return Stream.of(
                refused(
                        "a call counts for a team",
                        "23502",
                        GATEWAY,
                        call + "(<credential>, NULL, NULL, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "that team exists",
                        "23503",
                        GATEWAY,
                        call + "(<credential>, NULL, <new>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "a key exists",
                        "23503",
                        GATEWAY,
                        call + "(NULL, <new>, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "a call is of an endpoint",
                        "23502",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', NULL, 200, 3, now())"),
                refused(
                        "a call has an answer",
                        "23502",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', NULL, 3, now())"),
                refused(
                        "an answer took its time",
                        "23502",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, NULL, now())"),
                refused(
                        "a call comes from somewhere",
                        "23502",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, NULL, 'GET', '/v1/events', 200, 3, now())"),
                accepted(
                        "a call with credentials is logged",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                accepted(
                        "a call with a key is logged",
                        GATEWAY,
                        call + "(NULL, <key>, <team>, '192.0.2.1', 'GET', '/v1/events', 429, 0, now())"),
                refused(
                        "a call is somebody's",
                        "23514",
                        GATEWAY,
                        call + "(NULL, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "a call is not two callers'",
                        "23514",
                        GATEWAY,
                        call + "(<credential>, <key>, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "credentials exist",
                        "23503",
                        GATEWAY,
                        call + "(<new>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "no query string is logged",
                        "23514",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events?token=1', 200, 3, now())"),
                refused(
                        "a status is one of HTTP",
                        "23514",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 600, 3, now())"),
                refused(
                        "time does not run backwards",
                        "23514",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, -3, now())"),
                accepted(
                        "a day without a partition has room",
                        GATEWAY,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, '2020-01-01')"),
                refused(
                        "the gateway changes no call",
                        "42501",
                        GATEWAY,
                        "UPDATE api.api_usage_logs SET status_code = 200"),
                refused(
                        "a call is never changed",
                        "VE001",
                        "product_domain",
                        "UPDATE api.api_usage_logs SET status_code = 201"),
                refused("a call is never removed", "VE001", "product_domain", "DELETE FROM api.api_usage_logs"),
                leaves(
                        "the gateway makes the partitions of the next days",
                        "9",
                        GATEWAY,
                        "SELECT api.make_usage_partitions(7)",
                        "SELECT count(*) FROM pg_partition_tree('api.api_usage_logs') WHERE isleaf"),
                leaves(
                        "making them again makes none",
                        "0",
                        GATEWAY,
                        "SELECT api.make_usage_partitions(7)",
                        "SELECT api.make_usage_partitions(7)"),
                leaves(
                        "what lay in the rest moves along",
                        "0 1",
                        GATEWAY,
                        "SELECT api.make_usage_partitions(0)",
                        "SELECT concat_ws(' ', count(*) FILTER (WHERE tableoid = 'api.api_usage_logs_rest'::regclass), count(*)) FROM api.api_usage_logs"),
                refused(
                        "a call in a partition is never changed",
                        "VE001",
                        OWNER,
                        "SELECT api.make_usage_partitions(0); SET ROLE product_domain; UPDATE api.api_usage_logs SET status_code = 201"),
                refused("nobody else makes partitions", "42501", HUB, "SELECT api.make_usage_partitions(1)"),
                refused(
                        "only the gateway logs calls",
                        "42501",
                        HUB,
                        call + "(<credential>, NULL, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"));
    }
}
