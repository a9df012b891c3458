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

/** What the security schema refuses of sessions and keys, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String ENGINE = "notification_engine";
    private static final String HUB = "messaging_hub";
    private static final String LOGGED =
            "SELECT string_agg(action_type, ' ') FROM security.security_audit_log WHERE created_at = now()";

    @AutoClose
    private final SessionsByRole sessions;

    SessionRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"sessions", "keys"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> sessions() {
        var session = "INSERT INTO security.user_sessions (user_id, token_id, device_fingerprint, expires_at) VALUES ";
        var revoke = "UPDATE security.user_sessions SET is_revoked = true WHERE session_id = <session>";
        return Stream.of(
                refused(
                        "a session's person exists",
                        "23503",
                        GATEWAY,
                        session + "(<new>, 'x', NULL, now() + interval '1 hour')"),
                refused(
                        "a revoked session says since when",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.user_sessions (user_id, token_id, expires_at, is_revoked) VALUES (<fan>, 'x', now() + interval '1 hour', true)"),
                accepted(
                        "a person may be signed in on several devices",
                        GATEWAY,
                        session
                                + "(<fan>, 'x', repeat('0a', 32), now() + interval '1 hour'), (<fan>, 'y', NULL, now() + interval '1 hour')"),
                refused(
                        "a session is somebody's",
                        "23502",
                        GATEWAY,
                        session + "(NULL, 'x', NULL, now() + interval '1 hour')"),
                refused("a session ends", "23502", GATEWAY, session + "(<fan>, 'x', NULL, NULL)"),
                refused(
                        "a session does not end before it begins",
                        "23514",
                        GATEWAY,
                        session + "(<fan>, 'x', NULL, now())"),
                refused(
                        "a session has a token",
                        "23502",
                        GATEWAY,
                        session + "(<fan>, NULL, NULL, now() + interval '1 hour')"),
                refused(
                        "a token is one session's",
                        "23505",
                        GATEWAY,
                        session + "(<fan>, 'token-1', NULL, now() + interval '1 hour')"),
                refused(
                        "a fingerprint is a hash, not the device",
                        "23514",
                        GATEWAY,
                        session + "(<fan>, 'x', 'Mozilla/5.0 (X11; Linux)', now() + interval '1 hour')"),
                accepted("a person revokes their session", GATEWAY, revoke).by("fan"),
                accepted("a SuperAdmin revokes a session", GATEWAY, revoke).by("plain"),
                accepted("the system revokes a session", GATEWAY, revoke),
                refused("nobody revokes another's session", "VE009", GATEWAY, revoke)
                        .by("other"),
                leaves("a revocation is stamped and logged", "SESSION_REVOKED", GATEWAY, revoke, LOGGED)
                        .by("fan"),
                leaves(
                                "a person ends all other sessions",
                                "1",
                                GATEWAY,
                                "UPDATE security.user_sessions SET is_revoked = true WHERE user_id = <fan> AND session_id <> <session> AND NOT is_revoked",
                                "SELECT count(*) FROM security.user_sessions WHERE user_id = <fan> AND revoked_at IS NULL")
                        .by("fan"),
                refused(
                        "a revocation is final",
                        "VE004",
                        GATEWAY,
                        "UPDATE security.user_sessions SET is_revoked = false WHERE session_id = <revoked>"),
                accepted(
                        "a live session is used",
                        GATEWAY,
                        "UPDATE security.user_sessions SET last_active = now() WHERE session_id = <session>"),
                refused(
                        "a revoked session is not used",
                        "VE010",
                        GATEWAY,
                        "UPDATE security.user_sessions SET last_active = now() WHERE session_id = <revoked>"),
                refused(
                        "an expired session is not used",
                        "VE010",
                        GATEWAY,
                        "UPDATE security.user_sessions SET last_active = now() WHERE session_id = <ended>"),
                refused(
                        "an expired session is not prolonged",
                        "VE010",
                        GATEWAY,
                        "UPDATE security.user_sessions SET expires_at = now() + interval '1 day' WHERE session_id = <ended>"),
                refused(
                        "a session stays its person's",
                        "VE003",
                        GATEWAY,
                        "UPDATE security.user_sessions SET user_id = <other> WHERE session_id = <session>"),
                refused(
                        "the gateway removes no session: retention does",
                        "42501",
                        GATEWAY,
                        "DELETE FROM security.user_sessions"),
                refused(
                        "only the gateway writes sessions",
                        "42501",
                        HUB,
                        session + "(<fan>, 'x', NULL, now() + interval '1 hour')"));
    }

    static Stream<Trial> keys() {
        var key =
                "INSERT INTO security.api_keys (team_id, name, key_prefix, key_hash, permissions, rate_limit_per_minute) VALUES ";
        return Stream.of(
                refused(
                        "a key does not end before it begins",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.api_keys (team_id, name, key_prefix, key_hash, expires_at) VALUES (<team>, 'k', 'evh_1', '"
                                + BCRYPT + "', now())"),
                refused(
                        "a key is in one of three states",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.api_keys (team_id, name, key_prefix, key_hash, status) VALUES (<team>, 'k', 'evh_1', '"
                                + BCRYPT + "', 'lost')"),
                refused(
                        "a revoked key says since when",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.api_keys (team_id, name, key_prefix, key_hash, status) VALUES (<team>, 'k', 'evh_1', '"
                                + BCRYPT + "', 'revoked')"),
                refused(
                        "a key has a name",
                        "23502",
                        GATEWAY,
                        key + "(<team>, NULL, 'evh_1', '" + BCRYPT + "', '{}', 60)"),
                refused(
                        "a key has a prefix",
                        "23502",
                        GATEWAY,
                        key + "(<team>, 'k', NULL, '" + BCRYPT + "', '{}', 60)"),
                refused(
                        "a key's scopes are a list",
                        "23502",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', NULL, 60)"),
                leaves(
                        "a change is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE security.api_keys SET name = 'x' WHERE api_key_id = <key>",
                        "SELECT updated_at = now() FROM security.api_keys WHERE api_key_id = <key>"),
                accepted(
                        "a key is stored as a bcrypt hash",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', '{events:read,bookings:write}', 60)"),
                accepted(
                        "a key is stored as an Argon2 hash",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + ARGON2 + "', '{}', 60)"),
                refused(
                        "a key is never stored itself",
                        "23514",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', 'evh_1_secret', '{}', 60)"),
                refused(
                        "a fast hash is not enough",
                        "23514",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', repeat('ab', 32), '{}', 60)"),
                refused("a key has a hash", "23502", GATEWAY, key + "(<team>, 'k', 'evh_1', NULL, '{}', 60)"),
                refused(
                        "a key belongs to a team",
                        "23502",
                        OWNER,
                        "ALTER TABLE security.api_keys DISABLE TRIGGER api_keys_promax; " + key
                                + "(NULL, 'k', 'evh_1', '" + BCRYPT + "', '{}', 60)"),
                refused(
                        "a key is found by its prefix alone",
                        "23505",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_door', '" + BCRYPT + "', '{}', 60)"),
                refused(
                        "a key may not do everything",
                        "23514",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', '{*}', 60)"),
                refused(
                        "a scope names thing and action",
                        "23514",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', '{events}', 60)"),
                refused(
                        "a key has a rate",
                        "23514",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', '{}', 0)"),
                leaves(
                        "a revocation is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE security.api_keys SET status = 'revoked' WHERE api_key_id = <key>",
                        "SELECT revoked_at IS NOT NULL FROM security.api_keys WHERE api_key_id = <key>"),
                refused(
                        "a revoked key stays revoked",
                        "VE004",
                        GATEWAY,
                        "UPDATE security.api_keys SET status = 'active' WHERE api_key_id = <deadkey>"),
                refused(
                        "a key's hash never changes",
                        "VE003",
                        GATEWAY,
                        "UPDATE security.api_keys SET key_hash = '" + ARGON2 + "' WHERE api_key_id = <key>"),
                refused(
                        "a key stays its team's",
                        "VE003",
                        GATEWAY,
                        "UPDATE security.api_keys SET team_id = <lapsed> WHERE api_key_id = <key>"),
                leaves(
                        "a new key is in the security log",
                        "API_KEY_CREATED",
                        GATEWAY,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', '{}', 60)",
                        LOGGED),
                leaves(
                        "a revoked key is in the security log",
                        "API_KEY_REVOKED",
                        GATEWAY,
                        "UPDATE security.api_keys SET status = 'revoked' WHERE api_key_id = <key>",
                        LOGGED),
                leaves(
                        "a change of scopes is in the security log",
                        "PERMISSION_CHANGED",
                        GATEWAY,
                        "UPDATE security.api_keys SET permissions = '{events:write}' WHERE api_key_id = <key>",
                        LOGGED),
                accepted("the gateway reads the hash", GATEWAY, "SELECT key_hash FROM security.api_keys"),
                refused("nobody else reads the hash", "42501", HUB, "SELECT key_hash FROM security.api_keys"),
                accepted(
                        "everybody may read whose key it is",
                        HUB,
                        "SELECT team_id, key_prefix, app_id FROM security.api_keys"),
                refused(
                        "only the gateway writes keys",
                        "42501",
                        ENGINE,
                        key + "(<team>, 'k', 'evh_1', '" + BCRYPT + "', '{}', 60)"));
    }
}
