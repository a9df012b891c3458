package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static com.eventfulhq.infra.database.Trial.ends;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of operations, each tried as the role that writes there. What is tried is rolled back. */
@RealServers
class OperationsRulesIT {

    private static final String ENGINE = "notification_engine";
    private static final String GATEWAY = "gateway";
    private static final String HUB = "messaging_hub";
    private static final String OPERATIONS = "operations_domain";
    /** A role that is given rights nobody has, so that the rule behind them shows, too. */
    private static final String PRIVILEGED = "media_domain";

    private static final String MISSING = "23502";
    private static final String UNKNOWN = "23503";
    private static final String TAKEN = "23505";
    private static final String OUT_OF_RANGE = "23514";
    private static final String NOT_ALLOWED = "42501";
    private static final String FOR_EVER = "VE001";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String DOES_NOT_FIT = "VE013";

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aWebhookWithDeliveries(TestServers servers) {
        var database = servers.newDatabase();
        Sql.script(database, Names.in("""
                INSERT INTO security.users (user_id, email, primary_archetype) VALUES
                    (<ana>, 'ana@example.com', 'Fan'), (<ben>, 'ben@example.com', 'Fan');
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'A', 'venue'), (<other team>, 'B', 'venue');
                INSERT INTO operations.webhook_subscriptions (webhook_id, team_id, endpoint_url, event_types, secret_key) VALUES
                    (<hook>, <team>, 'https://example.com/hook', '{booking.created,ticket.*}', 'enc:k1:AAAA');
                INSERT INTO operations.webhook_deliveries (delivery_id, webhook_id, event_id, event_type, payload) VALUES
                    (<pending>, <hook>, <event>, 'booking.created', '{}');
                INSERT INTO operations.webhook_deliveries (delivery_id, webhook_id, event_id, event_type, payload, status, attempt_count,
                    last_attempt_at, next_attempt_at) VALUES
                    (<delivered>, <hook>, <event two>, 'booking.created', '{}', 'delivered', 1, now(), NULL),
                    (<dead>, <hook>, <event three>, 'booking.created', '{}', 'dead', 8, now(), NULL);
                INSERT INTO operations.feature_flags (flag_id, flag_name) VALUES (<flag>, 'new-inbox');
                INSERT INTO operations.system_health_checks (service_name, status) VALUES ('gateway', 'HEALTHY');
                INSERT INTO operations.microservice_communications (source_service, target_service, request_id)
                    VALUES ('gateway', 'messaging-hub', <request>);
                INSERT INTO operations.user_statistics (user_id) VALUES (<ana>);
                GRANT UPDATE, DELETE ON operations.system_health_checks, operations.microservice_communications TO media_domain;
                """));
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"subscriptions", "secrets", "deliveries", "subscribed"})
    void keepsWebhooks(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"healthChecks", "calls", "partitions"})
    void keepsHealthAndCalls(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"flags", "statistics"})
    void keepsFlagsAndStatistics(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> subscriptions() {
        return Stream.of(
                engine("a webhook belongs to a team", hook("NULL, 'https://a.example/h', '{a.b}', 'enc:x'"), MISSING),
                engine("the team is there", hook("<nobody>, 'https://a.example/h', '{a.b}', 'enc:x'"), UNKNOWN),
                engine("a webhook keeps its team", hooked("team_id = <other team>"), FIXED),
                engine(
                        "a team may have several webhooks",
                        hook("<team>, 'https://a.example/h', '{a.b}', 'enc:x'"),
                        ACCEPTED),
                engine("a webhook has an endpoint", hooked("endpoint_url = NULL"), MISSING),
                engine("a webhook names its events", hooked("event_types = NULL"), MISSING),
                engine("an endpoint is reached by https", hooked("endpoint_url = 'http://a.example/h'"), OUT_OF_RANGE),
                engine("an endpoint has a host", hooked("endpoint_url = 'https:///h'"), OUT_OF_RANGE),
                engine(
                        "an endpoint may have a port",
                        hooked("endpoint_url = 'https://a.example:8443/h?x=1'"),
                        ACCEPTED),
                engine(
                        "an endpoint has no credentials",
                        hooked("endpoint_url = 'https://u:p@a.example/h'"),
                        OUT_OF_RANGE),
                engine("an endpoint has no spaces", hooked("endpoint_url = 'https://a.example/h x'"), OUT_OF_RANGE),
                engine("a webhook is for some event", hooked("event_types = '{}'"), OUT_OF_RANGE),
                engine("an event has a name", hooked("event_types = '{a.b,NULL}'"), OUT_OF_RANGE),
                engine("events are lower case with dots", hooked("event_types = '{Booking.Created}'"), OUT_OF_RANGE),
                engine("an event is named with its domain", hooked("event_types = '{created}'"), OUT_OF_RANGE),
                engine("events may be deeper", hooked("event_types = '{event.media.added,ticket.sold}'"), ACCEPTED),
                engine("a prefix names all below it", hooked("event_types = '{event.*}'"), ACCEPTED),
                engine("a star stands at the end", hooked("event_types = '{event.*.added}'"), OUT_OF_RANGE),
                engine("failed attempts are not below nothing", hooked("retry_count = -1"), OUT_OF_RANGE),
                engine("a webhook may be switched off", hooked("is_active = false"), ACCEPTED),
                ends("the gateway writes no webhooks", NOT_ALLOWED, GATEWAY, hooked("is_active = false")),
                ends("the hub writes no webhooks", NOT_ALLOWED, HUB, hooked("is_active = false")));
    }

    static Stream<Trial> secrets() {
        return Stream.of(
                engine("a secret is encrypted", hooked("secret_key = 'whsec_5d41402abc4b2a76'"), OUT_OF_RANGE),
                engine("an encrypted secret is not empty", hooked("secret_key = 'enc:'"), OUT_OF_RANGE),
                engine("a webhook has a secret", hooked("secret_key = NULL"), MISSING),
                engine(
                        "a rotated secret lives on for a while",
                        hooked("previous_secret_key = 'enc:x', previous_secret_key_until = now()"),
                        ACCEPTED),
                engine("a rotated secret has an end", hooked("previous_secret_key = 'enc:x'"), OUT_OF_RANGE),
                engine(
                        "a rotated secret is encrypted",
                        hooked("previous_secret_key = 'x', previous_secret_key_until = now()"),
                        OUT_OF_RANGE),
                engine("the engine reads secrets", read("secret_key, previous_secret_key"), ACCEPTED),
                ends("the gateway reads no secrets", NOT_ALLOWED, GATEWAY, read("secret_key")),
                ends("the hub reads no secrets", NOT_ALLOWED, HUB, read("secret_key")),
                ends("no domain reads secrets", NOT_ALLOWED, "integration_domain", read("secret_key")),
                ends("nor earlier ones", NOT_ALLOWED, OPERATIONS, read("previous_secret_key")),
                ends("nor rows as a whole", NOT_ALLOWED, GATEWAY, read("*")),
                ends("everybody reads the rest", ACCEPTED, GATEWAY, read("webhook_id, endpoint_url, event_types")));
    }

    static Stream<Trial> deliveries() {
        var again = "INSERT INTO operations.webhook_deliveries (webhook_id, event_type, payload, event_id)"
                + " VALUES (<hook>, 'booking.created', '{}', %s)";
        var other =
                "INSERT INTO operations.webhook_deliveries (event_id, webhook_id, event_type, payload, status, attempt_count)"
                        + " VALUES (<event four>, %s, 'pending', 0)";
        return Stream.of(
                engine("an event is delivered once", again.formatted("<event>"), TAKEN),
                engine("another event is another delivery", again.formatted("<event four>"), ACCEPTED),
                engine("a delivery succeeds after an attempt", tried("pending", "delivered", 1), ACCEPTED),
                engine(
                        "a delivery does not succeed without one",
                        delivery("pending", "status = 'delivered', next_attempt_at = NULL"),
                        OUT_OF_RANGE),
                engine("an attempt has a time", delivery("pending", "attempt_count = 1"), OUT_OF_RANGE),
                engine("a delivery may be given up", tried("pending", "dead", 8), ACCEPTED),
                engine(
                        "what was given up may be asked for again",
                        delivery("dead", "status = 'pending', next_attempt_at = now()"),
                        ACCEPTED),
                engine("what was given up does not arrive", delivery("dead", "status = 'delivered'"), WRONG_MOVE),
                engine(
                        "what arrived is not sent again",
                        delivery("delivered", "status = 'pending', next_attempt_at = now()"),
                        WRONG_MOVE),
                engine("what is pending is due", delivery("pending", "next_attempt_at = NULL"), OUT_OF_RANGE),
                engine("what arrived is not due", delivery("delivered", "next_attempt_at = now()"), OUT_OF_RANGE),
                engine("a delivery is of an event", again.formatted("NULL"), MISSING),
                engine("a delivery is to a webhook", other.formatted("NULL, 'a.b', '{}'"), MISSING),
                engine("the webhook is there", other.formatted("<nobody>, 'a.b', '{}'"), UNKNOWN),
                engine("a delivery knows the event's name", other.formatted("<hook>, NULL, '{}'"), MISSING),
                engine("a delivery has a payload", other.formatted("<hook>, 'booking.created', NULL"), MISSING),
                engine(
                        "a delivery has a known state",
                        other.formatted("<hook>, 'booking.created', '{}'").replace("pending", "lost"),
                        OUT_OF_RANGE),
                engine("attempts are not below nothing", delivery("delivered", "attempt_count = -1"), OUT_OF_RANGE),
                engine("no answer is faster than nothing", delivery("pending", "response_time_ms = -1"), OUT_OF_RANGE),
                engine("a delivery keeps its payload", delivery("pending", "payload = '{\"x\": 1}'"), FIXED),
                engine("a delivery keeps its event", delivery("pending", "event_id = <event five>"), FIXED),
                engine("an answer has an HTTP status", delivery("pending", "response_code = 99"), OUT_OF_RANGE),
                ends("the gateway delivers nothing", NOT_ALLOWED, GATEWAY, again.formatted("<event four>")));
    }

    static Stream<Trial> subscribed() {
        var told = "INSERT INTO operations.webhook_deliveries (webhook_id, event_id, payload, event_type)"
                + " VALUES (<hook>, <event four>, '{}', '%s')";
        var off = hooked("is_active = false") + "; ";
        return Stream.of(
                engine("an event below a prefix is delivered", told.formatted("ticket.sold"), ACCEPTED),
                engine("nothing else is", told.formatted("event.published"), DOES_NOT_FIT),
                engine("a prefix is a whole word", told.formatted("ticketing.started"), DOES_NOT_FIT),
                engine("a name is no prefix", told.formatted("booking.created.twice"), DOES_NOT_FIT),
                engine("nothing is sent to what is off", off + told.formatted("booking.created"), DOES_NOT_FIT),
                engine(
                        "nor asked for again",
                        off + delivery("dead", "status = 'pending', next_attempt_at = now()"),
                        DOES_NOT_FIT),
                engine("an attempt under way is recorded", off + tried("pending", "delivered", 1), ACCEPTED),
                engine("a webhook that is off stays", off + hooked("is_active = true"), ACCEPTED));
    }

    static Stream<Trial> healthChecks() {
        return Stream.of(
                gateway("the gateway records health", check("'hub', 'DEGRADED', NULL, 900"), ACCEPTED),
                gateway("a check has a result", check("'hub', NULL, NULL, 900"), MISSING),
                gateway("health has a known state", check("'hub', 'healthy', NULL, 900"), OUT_OF_RANGE),
                gateway("who is down has a reason", check("'hub', 'DOWN', 'connection refused', NULL"), ACCEPTED),
                gateway("who is down is not so without reason", check("'hub', 'DOWN', NULL, NULL"), OUT_OF_RANGE),
                gateway("no answer is faster than nothing", check("'hub', 'HEALTHY', NULL, -1"), OUT_OF_RANGE),
                gateway("a check is of a service", check("NULL, 'HEALTHY', NULL, 1"), MISSING),
                gateway(
                        "the gateway changes no check",
                        "UPDATE operations.system_health_checks SET status = 'DOWN'",
                        NOT_ALLOWED),
                ends("the hub records no health", NOT_ALLOWED, HUB, check("'hub', 'HEALTHY', NULL, 1")),
                ends(
                        "operations read health",
                        ACCEPTED,
                        OPERATIONS,
                        "SELECT status FROM operations.system_health_checks"),
                privileged(
                        "a check never changes", "UPDATE operations.system_health_checks SET detail = '{}'", FOR_EVER),
                privileged("a check stays", "DELETE FROM operations.system_health_checks", FOR_EVER));
    }

    static Stream<Trial> calls() {
        return Stream.of(
                gateway("the gateway logs calls", call("<request>, 200, 3"), ACCEPTED),
                ends("the hub logs calls", ACCEPTED, HUB, call("<request>, 200, 3")),
                engine("the engine logs calls", call("<request>, 200, 3"), ACCEPTED),
                engine("a call without an answer is logged, too", call("<request>, NULL, NULL"), ACCEPTED),
                ends("nobody else logs calls", NOT_ALLOWED, "community_domain", call("<request>, 200, 3")),
                gateway("a call is part of an operation", call("NULL, 200, 3"), MISSING),
                gateway("somebody called", call("<request>, 200, 3").replace("'gateway'", "NULL"), MISSING),
                gateway("somebody was called", call("<request>, 200, 3").replace("'messaging-hub'", "NULL"), MISSING),
                gateway("a call has an HTTP status", call("<request>, 600, 3"), OUT_OF_RANGE),
                gateway("a call takes no less than nothing", call("<request>, 200, -1"), OUT_OF_RANGE),
                gateway(
                        "the gateway changes no call",
                        "UPDATE operations.microservice_communications SET status_code = 200",
                        NOT_ALLOWED),
                privileged(
                        "a call never changes",
                        "UPDATE operations.microservice_communications SET status_code = 200",
                        FOR_EVER),
                privileged("a call stays", "DELETE FROM operations.microservice_communications", FOR_EVER));
    }

    static Stream<Trial> partitions() {
        return Stream.of(
                gateway(
                        "a service makes no partitions",
                        "SELECT operations.make_day_partitions('operations.system_health_checks', 1)",
                        NOT_ALLOWED),
                gateway(
                        "a service drops no partitions",
                        "SELECT operations.drop_day_partitions('operations.system_health_checks', 1)",
                        NOT_ALLOWED));
    }

    static Stream<Trial> flags() {
        return Stream.of(
                gateway(
                        "a flag's name is its own",
                        "INSERT INTO operations.feature_flags (flag_name) VALUES ('new-inbox')",
                        TAKEN),
                gateway("a flag has a name", "INSERT INTO operations.feature_flags (flag_name) VALUES (NULL)", MISSING),
                gateway("all may have a feature", flag("rollout_percentage = 100"), ACCEPTED),
                gateway("a share is at most all", flag("rollout_percentage = 101"), OUT_OF_RANGE),
                gateway("a share is at least nobody", flag("rollout_percentage = -1"), OUT_OF_RANGE),
                gateway("segments may restrict a feature", flag("target_user_segments = '{ProMax}'"), ACCEPTED),
                gateway("an empty list of segments is none", flag("target_user_segments = '{}'"), OUT_OF_RANGE),
                ends("the hub switches nothing", NOT_ALLOWED, HUB, flag("is_enabled = true")),
                ends("everybody reads flags", ACCEPTED, HUB, "SELECT is_enabled FROM operations.feature_flags"));
    }

    static Stream<Trial> statistics() {
        var person = "INSERT INTO operations.user_statistics (user_id, %s) VALUES (%s, %d)";
        var event = "INSERT INTO operations.event_statistics (event_id, %s) VALUES (<nobody>, %d)";
        return Stream.of(
                statistic(
                        "a person's statistics are counted", person.formatted("events_created", "<ben>", 0), ACCEPTED),
                statistic("a person has one row of them", person.formatted("events_created", "<ana>", 0), TAKEN),
                statistic("they are somebody's", person.formatted("events_created", "<nobody>", 0), UNKNOWN),
                statistic(
                        "events are not below nothing", person.formatted("events_created", "<ben>", -1), OUT_OF_RANGE),
                statistic(
                        "visits are not below nothing", person.formatted("events_attended", "<ben>", -1), OUT_OF_RANGE),
                statistic(
                        "earnings are not below nothing",
                        person.formatted("total_earnings_credits", "<ben>", -1),
                        OUT_OF_RANGE),
                statistic(
                        "followers are not below nothing",
                        person.formatted("followers_count", "<ben>", -1),
                        OUT_OF_RANGE),
                statistic("an event's statistics are of an event", event.formatted("attendee_count", 0), UNKNOWN),
                statistic("attendees are not below nothing", event.formatted("attendee_count", -1), OUT_OF_RANGE),
                statistic("revenue is not below nothing", event.formatted("total_revenue_credits", -1), OUT_OF_RANGE),
                statistic(
                        "engagement is not below nothing",
                        event.formatted("social_engagement_score", -1),
                        OUT_OF_RANGE),
                gateway("the gateway counts nobody", person.formatted("events_created", "<ben>", 0), NOT_ALLOWED),
                gateway("the gateway counts no event", event.formatted("attendee_count", 0), NOT_ALLOWED));
    }

    private static Trial engine(String rule, String attempt, String outcome) {
        return ends(rule, outcome, ENGINE, attempt);
    }

    private static Trial gateway(String rule, String attempt, String outcome) {
        return ends(rule, outcome, GATEWAY, attempt);
    }

    private static Trial privileged(String rule, String attempt, String outcome) {
        return ends(rule, outcome, PRIVILEGED, attempt);
    }

    private static Trial statistic(String rule, String attempt, String outcome) {
        return ends(rule, outcome, OPERATIONS, attempt);
    }

    private static String hook(String values) {
        return "INSERT INTO operations.webhook_subscriptions (team_id, endpoint_url, event_types, secret_key) VALUES ("
                + values + ")";
    }

    private static String hooked(String change) {
        return "UPDATE operations.webhook_subscriptions SET " + change + " WHERE webhook_id = <hook>";
    }

    private static String read(String columns) {
        return "SELECT " + columns + " FROM operations.webhook_subscriptions";
    }

    private static String delivery(String name, String change) {
        return "UPDATE operations.webhook_deliveries SET " + change + " WHERE delivery_id = <" + name + ">";
    }

    private static String tried(String name, String status, int attempts) {
        return delivery(
                name,
                "status = '" + status + "', attempt_count = " + attempts
                        + ", last_attempt_at = now(), next_attempt_at = NULL");
    }

    private static String check(String values) {
        return "INSERT INTO operations.system_health_checks (service_name, status, error_message, response_time_ms) VALUES ("
                + values + ")";
    }

    private static String call(String values) {
        return "INSERT INTO operations.microservice_communications (source_service, target_service, request_id, status_code, response_time_ms)"
                + " VALUES ('gateway', 'messaging-hub', " + values + ")";
    }

    private static String flag(String change) {
        return "UPDATE operations.feature_flags SET " + change + " WHERE flag_id = <flag>";
    }
}
