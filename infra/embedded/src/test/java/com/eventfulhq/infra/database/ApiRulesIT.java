package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.AccessWorld.ARGON2;
import static com.eventfulhq.infra.database.AccessWorld.BCRYPT;
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

/** What the api schema refuses of applications and their credentials, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String HUB = "messaging_hub";
    private static final String LOGGED =
            "SELECT string_agg(action_type, ' ') FROM security.security_audit_log WHERE created_at = now()";

    @AutoClose
    private final SessionsByRole sessions;

    ApiRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"applications", "plans", "credentials"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    private static String application(String team, String redirects) {
        return "INSERT INTO api.developer_applications (app_id, app_name, owning_team_id, redirect_uris) VALUES (<new>, 'App', "
                + team + ", '" + redirects
                + "'); INSERT INTO api.api_credentials (app_id, client_id, client_secret_hash, permissions_scope) VALUES (<new>, 'app', '"
                + BCRYPT + "', '{events:read}')";
    }

    static Stream<Trial> applications() {
        var app = "INSERT INTO api.developer_applications (app_id, app_name, owning_team_id) VALUES ";
        return Stream.of(
                leaves(
                        "a change is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE api.developer_applications SET app_name = 'x' WHERE app_id = <app>",
                        "SELECT updated_at = now() FROM api.developer_applications WHERE app_id = <app>"),
                accepted("an application and its credentials are made together", GATEWAY, application("<team>", "{}")),
                refused(
                        "there is no application without credentials",
                        "VE013",
                        GATEWAY,
                        app + "(<new>, 'App', <team>)"),
                refused("an application has a name", "23502", GATEWAY, app + "(<new>, NULL, <team>)"),
                refused(
                        "an application has a team",
                        "23502",
                        OWNER,
                        "ALTER TABLE api.developer_applications DISABLE TRIGGER developer_applications_promax; " + app
                                + "(<new>, 'App', NULL)"),
                refused(
                        "a team that does not exist has no application",
                        "VE009",
                        GATEWAY,
                        app + "(<new>, 'App', <nobody>)"),
                leaves(
                        "an application starts active",
                        "active",
                        GATEWAY,
                        application("<team>", "{}"),
                        "SELECT status FROM api.developer_applications WHERE app_id = <new>"),
                refused(
                        "there is no fourth state",
                        "23514",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'gone' WHERE app_id = <app>"),
                accepted(
                        "an application is suspended",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = <app>"),
                leaves(
                        "that is in the security log",
                        "PERMISSION_CHANGED",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = <app>",
                        LOGGED),
                refused(
                        "an application stays its team's",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.developer_applications SET owning_team_id = <lapsed> WHERE app_id = <app>"),
                refused(
                        "an application is not removed: its calls are logged",
                        "42501",
                        GATEWAY,
                        "DELETE FROM api.developer_applications"),
                accepted(
                        "a redirect address is https",
                        GATEWAY,
                        application("<team>", "{https://a.example.com/back?x=1,https://a.example.com:8443}")),
                refused(
                        "a redirect address is not http",
                        "23514",
                        GATEWAY,
                        application("<team>", "{http://a.example.com/back}")),
                refused(
                        "a redirect address has no wildcard host",
                        "23514",
                        GATEWAY,
                        application("<team>", "{https://*.example.com/back}")),
                refused(
                        "a redirect address has no wildcard path",
                        "23514",
                        GATEWAY,
                        application("<team>", "{https://a.example.com/*}")),
                refused(
                        "a redirect address has no fragment",
                        "23514",
                        GATEWAY,
                        application("<team>", "{https://a.example.com/back#x}")),
                refused(
                        "a redirect address has no user in it",
                        "23514",
                        GATEWAY,
                        application("<team>", "{https://a.example.com@evil.example/}")),
                refused("only the gateway writes applications", "42501", HUB, app + "(<new>, 'App', <team>)"));
    }

    static Stream<Trial> plans() {
        var again = "UPDATE api.developer_applications SET status = 'active' WHERE app_id = <lapsedapp>";
        var state = "UPDATE billing.subscriptions SET status = '%s' WHERE team_id = <team>; ";
        var key =
                "INSERT INTO security.api_keys (team_id, app_id, name, key_prefix, key_hash) VALUES (%s, 'k', 'evh_1', '"
                        + BCRYPT + "')";
        return Stream.of(
                refused("a team with Pro registers no application", "VE009", GATEWAY, application("<free>", "{}")),
                refused(
                        "a team whose ProMax is unpaid registers none",
                        "VE009",
                        GATEWAY,
                        application("<lapsed>", "{}")),
                refused("nor does it get its old one back", "VE009", GATEWAY, again),
                accepted(
                        "a team late with a payment still does",
                        OWNER,
                        state.formatted("past_due") + application("<team>", "{}")),
                refused(
                        "a team that cancelled does not",
                        "VE009",
                        OWNER,
                        state.formatted("cancelled") + application("<team>", "{}")),
                refused(
                        "a deleted subscription does not count",
                        "VE009",
                        OWNER,
                        "UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = <team>; "
                                + application("<team>", "{}")),
                refused("a team without ProMax makes no key", "VE009", GATEWAY, key.formatted("<free>, NULL")),
                accepted("a key may be for an application of its team", GATEWAY, key.formatted("<team>, <app>")),
                refused(
                        "a key is not for another team's application",
                        "23503",
                        GATEWAY,
                        key.formatted("<team>, <lapsedapp>")));
    }

    static Stream<Trial> credentials() {
        var credential =
                "INSERT INTO api.api_credentials (app_id, client_id, client_secret_hash, permissions_scope) VALUES ";
        var change = "UPDATE api.api_credentials SET ";
        var here = " WHERE credential_id = <credential>";
        var rotated = change + "client_secret_hash = '" + ARGON2 + "'" + here;
        var old = " FROM api.api_credentials" + here;
        return Stream.of(
                refused(
                        "there is a client id",
                        "23502",
                        GATEWAY,
                        application("<team>", "{}").replace("'app'", "NULL")),
                refused(
                        "an application has one set of credentials",
                        "23505",
                        GATEWAY,
                        credential + "(<app>, 'second', '" + BCRYPT + "', '{}')"),
                refused(
                        "credentials are of an application",
                        "23502",
                        GATEWAY,
                        credential + "(NULL, 'second', '" + BCRYPT + "', '{}')"),
                refused(
                        "credentials are of an application that exists",
                        "23503",
                        GATEWAY,
                        credential + "(<nobody>, 'second', '" + BCRYPT + "', '{}')"),
                refused(
                        "a client id is used once",
                        "23505",
                        GATEWAY,
                        application("<team>", "{}").replace("'app'", "'till'")),
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
                        "SELECT previous_secret_hash = '" + BCRYPT
                                + "' AND rotated_at = now() AND previous_valid_until = now() + interval '1 day'" + old),
                leaves(
                        "a rotation may end the secret before sooner",
                        "t",
                        GATEWAY,
                        change + "client_secret_hash = '" + ARGON2 + "', previous_valid_until = now()" + here,
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
                        change + "app_id = <lapsedapp>" + here),
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
                        application("<team>", "{}"),
                        LOGGED),
                leaves("a rotation is in the security log", "API_CREDENTIAL_ROTATED", GATEWAY, rotated, LOGGED),
                leaves(
                        "a revocation is in the security log",
                        "API_CREDENTIAL_REVOKED",
                        GATEWAY,
                        change + "revoked_at = now()" + here,
                        LOGGED),
                leaves(
                        "a change of scopes is in the security log",
                        "PERMISSION_CHANGED",
                        GATEWAY,
                        change + "permissions_scope = '{events:write}'" + here,
                        LOGGED),
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
}
