package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.AccessRule.accepted;
import static com.eventfulhq.infra.database.AccessRule.leaves;
import static com.eventfulhq.infra.database.AccessRule.refused;
import static com.eventfulhq.infra.database.AccessWorld.OWNER;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the api schema refuses, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String HUB = "messaging_hub";
    private static final String LAST_ENTRY =
            "SELECT action_type FROM security.security_audit_log ORDER BY audit_id DESC LIMIT 1";

    private final DatabaseAddress database;

    ApiRulesIT(TestServers servers) {
        database = AccessWorld.in(servers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"applications", "plans", "credentials", "tokens", "widgets", "webhooks", "calls"})
    void rule(AccessRule rule) {
        rule.holdsIn(database);
    }

    private static String application(String team, String redirects) {
        return "INSERT INTO api.developer_applications (app_id, app_name, owning_team_id, redirect_uris) VALUES ({new}, 'App', "
                + team + ", '" + redirects
                + "'); INSERT INTO api.api_credentials (app_id, client_id, client_secret_hash, permissions_scope) VALUES ({new}, 'app', {bcrypt}, '{events:read}')";
    }

    static Stream<AccessRule> applications() {
        var app = "INSERT INTO api.developer_applications (app_id, app_name, owning_team_id) VALUES ";
        return Stream.of(
                accepted("an application and its credentials are made together", GATEWAY, application("{team}", "{}")),
                refused(
                        "there is no application without credentials",
                        "VE013",
                        GATEWAY,
                        app + "({new}, 'App', {team})"),
                refused("an application has a name", "23502", GATEWAY, app + "({new}, NULL, {team})"),
                refused(
                        "an application has a team",
                        "23502",
                        OWNER,
                        "ALTER TABLE api.developer_applications DISABLE TRIGGER developer_applications_promax; " + app
                                + "({new}, 'App', NULL)"),
                refused(
                        "a team that does not exist has no application",
                        "VE009",
                        GATEWAY,
                        app + "({new}, 'App', {nobody})"),
                leaves(
                        "an application starts active",
                        "active",
                        GATEWAY,
                        application("{team}", "{}"),
                        "SELECT status FROM api.developer_applications WHERE app_id = {new}"),
                refused(
                        "there is no fourth state",
                        "23514",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'gone' WHERE app_id = {app}"),
                accepted(
                        "an application is suspended",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = {app}"),
                leaves(
                        "that is in the security log",
                        "PERMISSION_CHANGED",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = {app}",
                        LAST_ENTRY),
                refused(
                        "an application stays its team's",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.developer_applications SET owning_team_id = {lapsed} WHERE app_id = {app}"),
                refused(
                        "an application is not removed: its calls are logged",
                        "42501",
                        GATEWAY,
                        "DELETE FROM api.developer_applications"),
                accepted(
                        "a redirect address is https",
                        GATEWAY,
                        application("{team}", "{https://a.example.com/back?x=1,https://a.example.com:8443}")),
                refused(
                        "a redirect address is not http",
                        "23514",
                        GATEWAY,
                        application("{team}", "{http://a.example.com/back}")),
                refused(
                        "a redirect address has no wildcard host",
                        "23514",
                        GATEWAY,
                        application("{team}", "{https://*.example.com/back}")),
                refused(
                        "a redirect address has no wildcard path",
                        "23514",
                        GATEWAY,
                        application("{team}", "{https://a.example.com/*}")),
                refused(
                        "a redirect address has no fragment",
                        "23514",
                        GATEWAY,
                        application("{team}", "{https://a.example.com/back#x}")),
                refused(
                        "a redirect address has no user in it",
                        "23514",
                        GATEWAY,
                        application("{team}", "{https://a.example.com@evil.example/}")),
                refused("only the gateway writes applications", "42501", HUB, app + "({new}, 'App', {team})"));
    }

    static Stream<AccessRule> plans() {
        var again = "UPDATE api.developer_applications SET status = 'active' WHERE app_id = {lapsedapp}";
        var state = "UPDATE billing.subscriptions SET status = '%s' WHERE team_id = {team}; ";
        var key =
                "INSERT INTO security.api_keys (team_id, app_id, name, key_prefix, key_hash) VALUES (%s, 'k', 'evh_1', {bcrypt})";
        return Stream.of(
                refused("a team with Pro registers no application", "VE009", GATEWAY, application("{free}", "{}")),
                refused(
                        "a team whose ProMax is unpaid registers none",
                        "VE009",
                        GATEWAY,
                        application("{lapsed}", "{}")),
                refused("nor does it get its old one back", "VE009", GATEWAY, again),
                accepted(
                        "a team late with a payment still does",
                        OWNER,
                        state.formatted("past_due") + application("{team}", "{}")),
                refused(
                        "a team that cancelled does not",
                        "VE009",
                        OWNER,
                        state.formatted("cancelled") + application("{team}", "{}")),
                refused(
                        "a deleted subscription does not count",
                        "VE009",
                        OWNER,
                        "UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = {team}; "
                                + application("{team}", "{}")),
                refused("a team without ProMax makes no key", "VE009", GATEWAY, key.formatted("{free}, NULL")),
                accepted("a key may be for an application of its team", GATEWAY, key.formatted("{team}, {app}")),
                refused(
                        "a key is not for another team's application",
                        "23503",
                        GATEWAY,
                        key.formatted("{team}, {lapsedapp}")));
    }

    static Stream<AccessRule> credentials() {
        var credential =
                "INSERT INTO api.api_credentials (app_id, client_id, client_secret_hash, permissions_scope) VALUES ";
        var change = "UPDATE api.api_credentials SET ";
        var here = " WHERE credential_id = {credential}";
        var rotated = change + "client_secret_hash = {argon2}" + here;
        var old = " FROM api.api_credentials" + here;
        return Stream.of(
                refused(
                        "an application has one set of credentials",
                        "23505",
                        GATEWAY,
                        credential + "({app}, 'second', {bcrypt}, '{}')"),
                refused(
                        "credentials are of an application",
                        "23502",
                        GATEWAY,
                        credential + "(NULL, 'second', {bcrypt}, '{}')"),
                refused(
                        "credentials are of an application that exists",
                        "23503",
                        GATEWAY,
                        credential + "({nobody}, 'second', {bcrypt}, '{}')"),
                refused(
                        "a client id is used once",
                        "23505",
                        GATEWAY,
                        application("{team}", "{}").replace("'app'", "'till'")),
                refused(
                        "a secret is never stored itself",
                        "23514",
                        GATEWAY,
                        change + "client_secret_hash = 'hunter2'" + here),
                refused(
                        "a fast hash is not enough",
                        "23514",
                        GATEWAY,
                        change + "client_secret_hash = md5('hunter2')" + here),
                refused("there is a secret", "23502", GATEWAY, change + "client_secret_hash = NULL" + here),
                refused("scopes are named", "23502", GATEWAY, change + "permissions_scope = NULL" + here),
                refused(
                        "a scope names thing and action",
                        "23514",
                        GATEWAY,
                        change + "permissions_scope = '{everything}'" + here),
                refused("there is a rate", "23502", GATEWAY, change + "rate_limit_per_minute = NULL" + here),
                refused("a rate is above zero", "23514", GATEWAY, change + "rate_limit_per_minute = 0" + here),
                leaves(
                        "without another word there is a rate",
                        "t",
                        GATEWAY,
                        "SELECT 1",
                        "SELECT rate_limit_per_minute > 0" + old),
                leaves(
                        "a rotation keeps the secret before, for a day",
                        "t",
                        GATEWAY,
                        rotated,
                        "SELECT previous_secret_hash = {bcrypt} AND rotated_at = now() AND previous_valid_until = now() + interval '1 day'"
                                + old),
                leaves(
                        "a rotation may end the secret before sooner",
                        "t",
                        GATEWAY,
                        change + "client_secret_hash = {argon2}, previous_valid_until = now()" + here,
                        "SELECT previous_valid_until = now()" + old),
                accepted(
                        "an overlap is ended early",
                        GATEWAY,
                        rotated + "; " + change + "previous_secret_hash = NULL, previous_valid_until = NULL" + here),
                refused(
                        "a secret before without an end is refused",
                        "23514",
                        GATEWAY,
                        rotated + "; " + change + "previous_valid_until = NULL" + here),
                refused("a client id never changes", "VE003", GATEWAY, change + "client_id = 'other'" + here),
                refused(
                        "credentials stay their application's",
                        "VE003",
                        GATEWAY,
                        change + "app_id = {lapsedapp}" + here),
                refused(
                        "what was revoked gets no new secret",
                        "VE004",
                        GATEWAY,
                        change + "revoked_at = now()" + here + "; " + rotated),
                refused(
                        "what was revoked stays revoked",
                        "VE004",
                        GATEWAY,
                        change + "revoked_at = now()" + here + "; " + change + "revoked_at = NULL" + here),
                leaves(
                        "new credentials are in the security log",
                        "API_CREDENTIAL_CREATED",
                        GATEWAY,
                        application("{team}", "{}"),
                        LAST_ENTRY),
                leaves("a rotation is in the security log", "API_CREDENTIAL_ROTATED", GATEWAY, rotated, LAST_ENTRY),
                leaves(
                        "a revocation is in the security log",
                        "API_CREDENTIAL_REVOKED",
                        GATEWAY,
                        change + "revoked_at = now()" + here,
                        LAST_ENTRY),
                leaves(
                        "a change of scopes is in the security log",
                        "PERMISSION_CHANGED",
                        GATEWAY,
                        change + "permissions_scope = '{events:write}'" + here,
                        LAST_ENTRY),
                leaves(
                        "no secret is in the security log",
                        "0",
                        GATEWAY,
                        rotated,
                        "SELECT count(*) FROM security.security_audit_log WHERE additional_data::text LIKE '%argon2%' OR additional_data::text LIKE '%$2a$%'"),
                accepted(
                        "the gateway reads the hash",
                        GATEWAY,
                        "SELECT client_secret_hash, previous_secret_hash FROM api.api_credentials"),
                refused(
                        "nobody else reads the hash",
                        "42501",
                        HUB,
                        "SELECT client_secret_hash FROM api.api_credentials"),
                refused(
                        "nobody else reads the hash before",
                        "42501",
                        HUB,
                        "SELECT previous_secret_hash FROM api.api_credentials"),
                accepted(
                        "everybody may read the client id",
                        HUB,
                        "SELECT client_id, permissions_scope FROM api.api_credentials"),
                refused(
                        "only the gateway writes credentials",
                        "42501",
                        "integration_domain",
                        change + "rate_limit_per_minute = 9"));
    }

    static Stream<AccessRule> tokens() {
        var code =
                "INSERT INTO api.authorization_codes (code_hash, credential_id, user_id, redirect_uri, scope, code_challenge, expires_at) VALUES ";
        var use = "UPDATE api.refresh_tokens SET used_at = now() WHERE token_hash = ";
        var token = "INSERT INTO api.refresh_tokens (token_hash, family_id) VALUES (repeat('f', 64), ";
        var exchange = "UPDATE api.authorization_codes SET used_at = now() WHERE code_hash = ";
        return Stream.of(
                accepted(
                        "a code is for an address the application named",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), {credential}, {fan}, 'https://till.example.com/back', '{events:read}', 'x', now() + interval '10 minutes')"),
                refused(
                        "a code is for no other address",
                        "VE013",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), {credential}, {fan}, 'https://till.example.com/back/', '{events:read}', 'x', now() + interval '1 minute')"),
                refused(
                        "a code is for no scope the application may not ask for",
                        "VE013",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), {credential}, {fan}, 'https://till.example.com/back', '{wallets:write}', 'x', now() + interval '1 minute')"),
                refused(
                        "a code ends within ten minutes",
                        "23514",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), {credential}, {fan}, 'https://till.example.com/back', '{}', 'x', now() + interval '11 minutes')"),
                refused(
                        "a code is never stored itself",
                        "23514",
                        GATEWAY,
                        code
                                + "('secret', {credential}, {fan}, 'https://till.example.com/back', '{}', 'x', now() + interval '1 minute')"),
                accepted("a code is used", GATEWAY, exchange + "repeat('c', 64)"),
                refused(
                        "a code is used once",
                        "VE020",
                        GATEWAY,
                        exchange + "repeat('c', 64); " + exchange + "repeat('c', 64)"),
                refused("a code that ended is not used", "VE010", GATEWAY, exchange + "repeat('d', 64)"),
                accepted(
                        "a refresh token is exchanged for the next",
                        GATEWAY,
                        use + "repeat('a', 64); " + token + "{family})"),
                refused("a refresh token is used once", "VE020", GATEWAY, use + "repeat('0', 64)"),
                refused("a family has one token that counts", "23505", GATEWAY, token + "{family})"),
                refused("no token of a revoked family is used", "VE010", GATEWAY, use + "repeat('b', 64)"),
                refused("no token of a revoked family is made", "VE010", GATEWAY, token + "{deadfamily})"),
                refused(
                        "a revoked family stays revoked",
                        "VE004",
                        GATEWAY,
                        "UPDATE api.refresh_token_families SET revoked_at = NULL WHERE family_id = {deadfamily}"),
                refused(
                        "a refresh token is never stored itself",
                        "23514",
                        GATEWAY,
                        "INSERT INTO api.refresh_tokens (token_hash, family_id) VALUES ('secret', {family})"),
                leaves(
                        "a session takes its tokens along",
                        "0",
                        OWNER,
                        "DELETE FROM security.user_sessions WHERE session_id = {session}",
                        "SELECT count(*) FROM api.refresh_tokens WHERE family_id = {family}"),
                refused("nobody else reads refresh tokens", "42501", HUB, "SELECT token_hash FROM api.refresh_tokens"),
                refused("nobody else reads codes", "42501", HUB, "SELECT code_hash FROM api.authorization_codes"));
    }

    static Stream<AccessRule> widgets() {
        var widget =
                "INSERT INTO api.embeddable_widgets (owning_team_id, widget_type, target_entity_id, target_entity_type, widget_token, allowed_origins) VALUES ";
        return Stream.of(
                accepted(
                        "a ProMax team embeds its calendar",
                        GATEWAY,
                        widget
                                + "({team}, 'venue_calendar', {new}, 'venues', repeat('x', 32), '{https://sala.example.com}')"),
                refused(
                        "a team with Pro embeds nothing",
                        "VE009",
                        GATEWAY,
                        widget + "({free}, 'venue_calendar', {new}, 'venues', repeat('x', 32), '{}')"),
                refused(
                        "there is no fourth widget",
                        "23514",
                        GATEWAY,
                        widget + "({team}, 'clock', {new}, 'venues', repeat('x', 32), '{}')"),
                refused(
                        "a ticket box is about an event",
                        "23514",
                        GATEWAY,
                        widget + "({team}, 'event_tickets', {new}, 'venues', repeat('x', 32), '{}')"),
                refused(
                        "a widget is about something",
                        "23502",
                        GATEWAY,
                        widget + "({team}, 'event_tickets', NULL, 'events', repeat('x', 32), '{}')"),
                refused(
                        "a widget says what that is",
                        "23502",
                        GATEWAY,
                        widget + "({team}, 'event_tickets', {new}, NULL, repeat('x', 32), '{}')"),
                refused(
                        "a token is one widget's",
                        "23505",
                        GATEWAY,
                        widget + "({team}, 'event_tickets', {new}, 'events', repeat('w', 32), '{}')"),
                refused(
                        "a token is not guessed",
                        "23514",
                        GATEWAY,
                        widget + "({team}, 'event_tickets', {new}, 'events', 'short', '{}')"),
                refused(
                        "an origin is https",
                        "23514",
                        GATEWAY,
                        widget
                                + "({team}, 'event_tickets', {new}, 'events', repeat('x', 32), '{http://sala.example.com}')"),
                refused(
                        "an origin has no path",
                        "23514",
                        GATEWAY,
                        widget
                                + "({team}, 'event_tickets', {new}, 'events', repeat('x', 32), '{https://sala.example.com/}')"),
                refused(
                        "a widget stays about the same",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET target_entity_id = {team} WHERE widget_id = {widget}"),
                refused(
                        "looks are an object",
                        "23514",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET config_json = '7' WHERE widget_id = {widget}"),
                refused(
                        "a rate is above zero",
                        "23514",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET rate_limit_per_minute = 0 WHERE widget_id = {widget}"),
                refused(
                        "a widget comes back only with ProMax",
                        "VE009",
                        OWNER,
                        "UPDATE api.embeddable_widgets SET status = 'disabled'; UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = {team}; UPDATE api.embeddable_widgets SET status = 'active'"),
                refused(
                        "only the gateway writes widgets",
                        "42501",
                        HUB,
                        widget + "({team}, 'event_tickets', {new}, 'events', repeat('x', 32), '{}')"));
    }

    static Stream<AccessRule> webhooks() {
        var hook =
                "INSERT INTO api.inbound_webhooks (inbound_webhook_id, owning_team_id, name, platform, endpoint_url, url_token_hash, target_action) VALUES ";
        return Stream.of(
                accepted(
                        "a ProMax team lets others post",
                        GATEWAY,
                        hook
                                + "({new}, {team}, 'H', 'zapier', '/v1/inbound/' || {new}, repeat('1', 64), 'add_attendee')"),
                refused(
                        "a team with Pro does not",
                        "VE009",
                        GATEWAY,
                        hook
                                + "({new}, {free}, 'H', 'zapier', '/v1/inbound/' || {new}, repeat('1', 64), 'add_attendee')"),
                refused(
                        "a platform is one of three",
                        "23514",
                        GATEWAY,
                        hook
                                + "({new}, {team}, 'H', 'pigeon', '/v1/inbound/' || {new}, repeat('1', 64), 'add_attendee')"),
                refused(
                        "an address ends with the key: no secret is in it",
                        "23514",
                        GATEWAY,
                        hook + "({new}, {team}, 'H', 'make', '/v1/inbound/s3cr3t', repeat('1', 64), 'add_attendee')"),
                refused(
                        "an address is one webhook's",
                        "23514",
                        GATEWAY,
                        hook
                                + "({new}, {team}, 'H', 'make', '/v1/inbound/' || {hook}, repeat('1', 64), 'add_attendee')"),
                refused(
                        "there is an address",
                        "23502",
                        GATEWAY,
                        hook + "({new}, {team}, 'H', 'make', NULL, repeat('1', 64), 'add_attendee')"),
                refused(
                        "a token is never stored itself",
                        "23514",
                        GATEWAY,
                        hook + "({new}, {team}, 'H', 'make', '/v1/inbound/' || {new}, 's3cr3t', 'add_attendee')"),
                refused(
                        "there is a token",
                        "23502",
                        GATEWAY,
                        hook + "({new}, {team}, 'H', 'make', '/v1/inbound/' || {new}, NULL, 'add_attendee')"),
                refused(
                        "a token is one webhook's",
                        "23505",
                        GATEWAY,
                        hook
                                + "({new}, {team}, 'H', 'make', '/v1/inbound/' || {new}, repeat('e', 64), 'add_attendee')"),
                refused(
                        "a post asks for something",
                        "23502",
                        GATEWAY,
                        hook + "({new}, {team}, 'H', 'make', '/v1/inbound/' || {new}, repeat('1', 64), NULL)"),
                refused(
                        "a mapping is an object",
                        "23514",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET field_mapping = '[]' WHERE inbound_webhook_id = {hook}"),
                accepted(
                        "a webhook is switched off",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET is_active = false WHERE inbound_webhook_id = {hook}"),
                refused(
                        "it comes back only with ProMax",
                        "VE009",
                        OWNER,
                        "UPDATE api.inbound_webhooks SET is_active = false; UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = {team}; UPDATE api.inbound_webhooks SET is_active = true"),
                refused(
                        "an address never changes",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET endpoint_url = '/v2/inbound/' || {hook} WHERE inbound_webhook_id = {hook}"),
                refused(
                        "a webhook stays its team's",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET owning_team_id = {lapsed} WHERE inbound_webhook_id = {hook}"),
                refused(
                        "nobody else reads the token's hash",
                        "42501",
                        HUB,
                        "SELECT url_token_hash FROM api.inbound_webhooks"),
                refused(
                        "nobody else reads the signing secret",
                        "42501",
                        HUB,
                        "SELECT signing_secret_encrypted FROM api.inbound_webhooks"));
    }

    static Stream<AccessRule> calls() {
        var call =
                "INSERT INTO api.api_usage_logs (credential_id, api_key_id, team_id, requesting_ip, method, endpoint, status_code, response_time_ms, created_at) VALUES ";
        return Stream.of(
                accepted(
                        "a call with credentials is logged",
                        GATEWAY,
                        call + "({credential}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                accepted(
                        "a call with a key is logged",
                        GATEWAY,
                        call + "(NULL, {key}, {team}, '192.0.2.1', 'GET', '/v1/events', 429, 0, now())"),
                refused(
                        "a call is somebody's",
                        "23514",
                        GATEWAY,
                        call + "(NULL, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "a call is not two callers'",
                        "23514",
                        GATEWAY,
                        call + "({credential}, {key}, {team}, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "credentials exist",
                        "23503",
                        GATEWAY,
                        call + "({new}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"),
                refused(
                        "no query string is logged",
                        "23514",
                        GATEWAY,
                        call + "({credential}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events?token=1', 200, 3, now())"),
                refused(
                        "a status is one of HTTP",
                        "23514",
                        GATEWAY,
                        call + "({credential}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 600, 3, now())"),
                refused(
                        "time does not run backwards",
                        "23514",
                        GATEWAY,
                        call + "({credential}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 200, -3, now())"),
                accepted(
                        "a day without a partition has room",
                        GATEWAY,
                        call + "({credential}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 200, 3, '2020-01-01')"),
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
                        call + "({credential}, NULL, {team}, '192.0.2.1', 'GET', '/v1/events', 200, 3, now())"));
    }
}
