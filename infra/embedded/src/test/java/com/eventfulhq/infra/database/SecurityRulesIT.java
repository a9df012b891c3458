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

/** What the security schema refuses, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String ENGINE = "notification_engine";
    private static final String HUB = "messaging_hub";
    private static final String LAST_ENTRY =
            "SELECT action_type FROM security.security_audit_log ORDER BY audit_id DESC LIMIT 1";

    private final DatabaseAddress database;

    SecurityRulesIT(TestServers servers) {
        database = AccessWorld.in(servers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"people", "ranks", "consents", "sessions", "keys", "logs", "governance"})
    void rule(AccessRule rule) {
        rule.holdsIn(database);
    }

    static Stream<AccessRule> people() {
        var user = "INSERT INTO security.users (email, whatsapp_number, whatsapp_verified, primary_archetype) VALUES ";
        return Stream.of(
                accepted(
                        "a person has an address, a number and an archetype",
                        GATEWAY,
                        user + "('a@example.com', '34600111000', true, 'Artist')"),
                accepted("a person may have no number", GATEWAY, user + "('a@example.com', NULL, false, 'Expert')"),
                refused("a person has an address", "23502", GATEWAY, user + "(NULL, NULL, false, 'Fan')"),
                refused("a person has an archetype", "23502", GATEWAY, user + "('a@example.com', NULL, false, NULL)"),
                refused(
                        "there is no fifth archetype",
                        "23514",
                        GATEWAY,
                        user + "('a@example.com', NULL, false, 'Robot')"),
                refused(
                        "an address is one person's",
                        "23505",
                        GATEWAY,
                        user + "('fan@example.com', NULL, false, 'Fan')"),
                accepted(
                        "the address of a deleted person is free again",
                        GATEWAY,
                        user + "('gone@example.com', NULL, false, 'Fan')"),
                refused(
                        "a number is one person's",
                        "23505",
                        GATEWAY,
                        user + "('a@example.com', '34600111222', false, 'Fan')"),
                accepted(
                        "the number of a deleted person is free again",
                        GATEWAY,
                        user + "('a@example.com', '34600111999', false, 'Fan')"),
                refused(
                        "a number has no plus sign",
                        "23514",
                        GATEWAY,
                        user + "('a@example.com', '+34600111000', false, 'Fan')"),
                refused(
                        "a number does not begin with zero",
                        "23514",
                        GATEWAY,
                        user + "('a@example.com', '0034600111000', false, 'Fan')"),
                refused(
                        "a number has at most 15 digits",
                        "23514",
                        GATEWAY,
                        user + "('a@example.com', '3460011100012345', false, 'Fan')"),
                accepted(
                        "a number may have 15 digits",
                        GATEWAY,
                        user + "('a@example.com', '346001110001234', false, 'Fan')"),
                refused(
                        "without a number nothing is verified",
                        "23514",
                        GATEWAY,
                        user + "('a@example.com', NULL, true, 'Fan')"),
                leaves(
                        "a new address starts unverified",
                        "f",
                        GATEWAY,
                        "UPDATE security.users SET email = 'new@example.com', email_verified = true WHERE user_id = {fan}",
                        "SELECT email_verified FROM security.users WHERE user_id = {fan}"),
                leaves(
                        "a new number starts unverified",
                        "f",
                        GATEWAY,
                        "UPDATE security.users SET whatsapp_number = '34600111000' WHERE user_id = {fan}",
                        "SELECT whatsapp_verified FROM security.users WHERE user_id = {fan}"),
                leaves(
                        "the same address stays verified",
                        "t",
                        GATEWAY,
                        "UPDATE security.users SET email = 'fan@example.com' WHERE user_id = {fan}",
                        "SELECT email_verified FROM security.users WHERE user_id = {fan}"),
                leaves(
                        "a code that came back verifies the number",
                        "t",
                        GATEWAY,
                        "UPDATE security.users SET whatsapp_number = '34600111000' WHERE user_id = {fan}; UPDATE security.users SET whatsapp_verified = true WHERE user_id = {fan}",
                        "SELECT whatsapp_verified FROM security.users WHERE user_id = {fan}"),
                leaves(
                        "flags start false",
                        "f f",
                        GATEWAY,
                        "INSERT INTO security.users (user_id, email, primary_archetype) VALUES ({new}, 'a@example.com', 'Fan')",
                        "SELECT CASE WHEN email_verified THEN 't' ELSE 'f' END || ' ' || CASE WHEN whatsapp_verified THEN 't' ELSE 'f' END FROM security.users WHERE user_id = {new}"),
                refused(
                        "only the gateway writes people",
                        "42501",
                        HUB,
                        user + "('a@example.com', NULL, false, 'Fan')"));
    }

    static Stream<AccessRule> ranks() {
        var admin =
                "INSERT INTO security.users (email, primary_archetype, admin_tier_id) SELECT 'a@example.com', 'SuperAdmin', tier_id FROM security.admin_tiers WHERE tier_name = ";
        var tier = "INSERT INTO security.admin_tiers (tier_name, tier_level, permissions) VALUES ";
        return Stream.of(
                leaves(
                        "there are eleven ranks, 1 to 11",
                        "11 1 11",
                        GATEWAY,
                        "SELECT 1",
                        "SELECT concat_ws(' ', count(*), min(tier_level), max(tier_level)) FROM security.admin_tiers"),
                leaves(
                        "the four named ranks exist",
                        "4",
                        GATEWAY,
                        "SELECT 1",
                        "SELECT count(*) FROM security.admin_tiers WHERE tier_name IN ('Platform Governor', 'Financial Governor', 'Regional Governor', 'Developer')"),
                refused("a rank lies between 1 and 11: not 12", "23514", OWNER, tier + "('Twelfth', 12, '{}')"),
                refused("a rank lies between 1 and 11: not 0", "23514", OWNER, tier + "('Zeroth', 0, '{}')"),
                refused("two ranks have not one level", "23505", OWNER, tier + "('Twin', 5, '{}')"),
                refused(
                        "two ranks have not one name",
                        "23505",
                        OWNER,
                        "DELETE FROM security.admin_tiers WHERE tier_level = 1; " + tier + "('Developer', 1, '{}')"),
                refused(
                        "a rank says what it may do",
                        "23502",
                        OWNER,
                        "UPDATE security.admin_tiers SET permissions = NULL"),
                refused(
                        "what a rank may do is named",
                        "23514",
                        OWNER,
                        "UPDATE security.admin_tiers SET permissions = '[]'"),
                refused("nobody adds a rank", "42501", GATEWAY, tier + "('Twelfth', 11, '{}')"),
                refused("nobody removes a rank", "42501", GATEWAY, "DELETE FROM security.admin_tiers"),
                refused("nobody moves a rank", "42501", GATEWAY, "UPDATE security.admin_tiers SET tier_level = 3"),
                accepted(
                                "a Platform Governor maintains the ranks",
                                GATEWAY,
                                "UPDATE security.admin_tiers SET permissions = '{\"can_read\": true}' WHERE tier_level = 1")
                        .by("governor"),
                refused(
                                "the second rank does not maintain the ranks",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.admin_tiers SET permissions = '{}' WHERE tier_level = 1")
                        .by("finance"),
                refused(
                        "whoever is not named does not maintain the ranks",
                        "VE009",
                        GATEWAY,
                        "UPDATE security.admin_tiers SET permissions = '{}' WHERE tier_level = 1"),
                refused(
                                "only a SuperAdmin has a rank",
                                "23514",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = '5ec00000-0000-4000-8000-000000000006' WHERE user_id = {fan}")
                        .by("governor"),
                refused(
                                "a rank is one of the eleven",
                                "23503",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = {new} WHERE user_id = {plain}")
                        .by("governor"),
                accepted("a higher rank makes a lower one", GATEWAY, admin + "'Developer'")
                        .by("finance"),
                refused("a lower rank makes no higher one", "VE009", GATEWAY, admin + "'Financial Governor'")
                        .by("developer"),
                refused("nobody makes their own rank", "VE009", GATEWAY, admin + "'Financial Governor'")
                        .by("finance"),
                refused("a SuperAdmin without a rank makes none", "VE009", GATEWAY, admin + "'Observer'")
                        .by("plain"),
                refused("a fan makes no SuperAdmin", "VE009", GATEWAY, admin + "'Observer'")
                        .by("fan"),
                refused("a service by itself makes no SuperAdmin", "VE009", GATEWAY, admin + "'Observer'"),
                accepted(
                                "a higher rank takes a lower one's",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = NULL WHERE user_id = {developer}")
                        .by("finance"),
                refused(
                                "a lower rank does not take a higher one's",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = NULL WHERE user_id = {finance}")
                        .by("developer"),
                refused(
                                "nobody lifts themselves",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = '5ec00000-0000-4000-8000-000000000011' WHERE user_id = {finance}")
                        .by("finance"),
                refused(
                                "nobody becomes a SuperAdmin by themselves",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.users SET primary_archetype = 'SuperAdmin' WHERE user_id = {other}")
                        .by("other"),
                refused(
                                "a lower rank does not delete a higher one",
                                "VE009",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = {governor}")
                        .by("finance"),
                accepted(
                                "a higher rank deletes a lower one",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = {developer}")
                        .by("finance"),
                accepted(
                                "everybody may delete themselves",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = {governor}")
                        .by("governor"),
                accepted(
                                "a SuperAdmin changes their own name",
                                GATEWAY,
                                "UPDATE security.users SET name = 'Ana' WHERE user_id = {developer}")
                        .by("developer"),
                leaves(
                                "a change of rank is in the security log, with what changed",
                                "PERMISSION_CHANGED 5ec00000-0000-4000-8000-000000000006",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = NULL WHERE user_id = {developer}",
                                "SELECT action_type || ' ' || (additional_data #>> '{changed,admin_tier_id,from}') FROM security.security_audit_log WHERE user_id = {finance} ORDER BY audit_id DESC LIMIT 1")
                        .by("finance"),
                leaves(
                                "a change of what a rank may do is in the security log",
                                "PERMISSION_CHANGED",
                                GATEWAY,
                                "UPDATE security.admin_tiers SET permissions = '{}' WHERE tier_level = 1",
                                LAST_ENTRY)
                        .by("governor"));
    }

    static Stream<AccessRule> consents() {
        var consent =
                "INSERT INTO security.user_consents (user_id, consent_type, granted, granted_at, withdrawn_at) VALUES ";
        var state =
                "SELECT concat_ws(' ', granted, granted_at::date, withdrawn_at IS NOT NULL) FROM security.user_consents WHERE consent_id = {consent}";
        var decisions =
                "SELECT string_agg(granted::text, ' ' ORDER BY decision_id) FROM security.user_consent_decisions WHERE consent_id = ";
        return Stream.of(
                accepted(
                        "consent is given per purpose",
                        ENGINE,
                        consent
                                + "({fan}, 'MARKETING_SMS', true, NULL, NULL), ({fan}, 'MARKETING_WHATSAPP', false, NULL, NULL)"),
                refused(
                        "there is no consent to everything",
                        "23514",
                        ENGINE,
                        consent + "({fan}, 'ALL', true, NULL, NULL)"),
                refused(
                        "a purpose is asked once",
                        "23505",
                        ENGINE,
                        consent + "({fan}, 'MARKETING_EMAILS', true, NULL, NULL)"),
                refused(
                        "a consent is given or not",
                        "23502",
                        ENGINE,
                        consent + "({fan}, 'MARKETING_SMS', NULL, NULL, NULL)"),
                refused("a consent is about a purpose", "23502", ENGINE, consent + "({fan}, NULL, true, NULL, NULL)"),
                refused(
                        "a consent is somebody's",
                        "23503",
                        ENGINE,
                        consent + "({new}, 'MARKETING_SMS', true, NULL, NULL)"),
                refused(
                        "what holds was not withdrawn",
                        "23514",
                        ENGINE,
                        consent + "({fan}, 'MARKETING_SMS', true, '2026-01-01', '2026-01-02')"),
                refused(
                        "what was given once and does not hold was withdrawn",
                        "23514",
                        ENGINE,
                        consent + "({fan}, 'MARKETING_SMS', false, '2026-01-01', NULL)"),
                refused(
                        "nothing is withdrawn before it was given",
                        "23514",
                        ENGINE,
                        consent + "({fan}, 'MARKETING_SMS', false, '2026-01-02', '2026-01-01')"),
                leaves(
                        "a withdrawal is stamped and the time of the grant kept",
                        "f 2026-01-01 t",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = false WHERE consent_id = {consent}",
                        state),
                leaves(
                        "a consent given again keeps its first time",
                        "t 2026-01-01 f",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = false WHERE consent_id = {consent}; UPDATE security.user_consents SET granted = true WHERE consent_id = {consent}",
                        state),
                leaves(
                        "a withdrawal by the owner is stamped by the database, too",
                        "f 2026-01-01 t",
                        OWNER,
                        "UPDATE security.user_consents SET granted = false, granted_at = NULL, withdrawn_at = NULL WHERE consent_id = {consent}",
                        state),
                refused(
                        "nobody chooses when it was withdrawn",
                        "42501",
                        ENGINE,
                        "UPDATE security.user_consents SET withdrawn_at = '2020-01-01' WHERE consent_id = {consent}"),
                refused(
                        "a consent stays its person's",
                        "42501",
                        ENGINE,
                        "UPDATE security.user_consents SET user_id = {other} WHERE consent_id = {consent}"),
                refused("a consent is not removed", "42501", ENGINE, "DELETE FROM security.user_consents"),
                refused(
                        "the gateway keeps no consents",
                        "42501",
                        GATEWAY,
                        consent + "({fan}, 'MARKETING_SMS', true, NULL, NULL)"),
                leaves(
                        "each decision leaves a row",
                        "true false true",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = false WHERE consent_id = {consent}; UPDATE security.user_consents SET granted = true WHERE consent_id = {consent}",
                        decisions + "{consent}"),
                leaves(
                        "saying the same again decides nothing",
                        "true",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = true WHERE consent_id = {consent}",
                        decisions + "{consent}"),
                leaves("a no from the start is a decision", "false", ENGINE, "SELECT 1", decisions + "{refusal}"),
                refused(
                        "nobody writes the decisions",
                        "42501",
                        ENGINE,
                        "INSERT INTO security.user_consent_decisions (consent_id, user_id, consent_type, granted) VALUES ({consent}, {fan}, 'MARKETING_EMAILS', true)"),
                refused(
                        "a decision is never changed",
                        "VE001",
                        "product_domain",
                        "UPDATE security.user_consent_decisions SET granted = true"),
                refused(
                        "a decision is never removed",
                        "VE001",
                        "product_domain",
                        "DELETE FROM security.user_consent_decisions"));
    }

    static Stream<AccessRule> sessions() {
        var session = "INSERT INTO security.user_sessions (user_id, token_id, device_fingerprint, expires_at) VALUES ";
        var revoke = "UPDATE security.user_sessions SET is_revoked = true WHERE session_id = {session}";
        return Stream.of(
                accepted(
                        "a person may be signed in on several devices",
                        GATEWAY,
                        session
                                + "({fan}, 'x', repeat('0a', 32), now() + interval '1 hour'), ({fan}, 'y', NULL, now() + interval '1 hour')"),
                refused(
                        "a session is somebody's",
                        "23502",
                        GATEWAY,
                        session + "(NULL, 'x', NULL, now() + interval '1 hour')"),
                refused("a session ends", "23502", GATEWAY, session + "({fan}, 'x', NULL, NULL)"),
                refused(
                        "a session does not end before it begins",
                        "23514",
                        GATEWAY,
                        session + "({fan}, 'x', NULL, now())"),
                refused(
                        "a session has a token",
                        "23502",
                        GATEWAY,
                        session + "({fan}, NULL, NULL, now() + interval '1 hour')"),
                refused(
                        "a token is one session's",
                        "23505",
                        GATEWAY,
                        session + "({fan}, 'token-1', NULL, now() + interval '1 hour')"),
                refused(
                        "a fingerprint is a hash, not the device",
                        "23514",
                        GATEWAY,
                        session + "({fan}, 'x', 'Mozilla/5.0 (X11; Linux)', now() + interval '1 hour')"),
                accepted("a person revokes their session", GATEWAY, revoke).by("fan"),
                accepted("a SuperAdmin revokes a session", GATEWAY, revoke).by("plain"),
                accepted("the system revokes a session", GATEWAY, revoke),
                refused("nobody revokes another's session", "VE009", GATEWAY, revoke)
                        .by("other"),
                leaves("a revocation is stamped and logged", "SESSION_REVOKED", GATEWAY, revoke, LAST_ENTRY)
                        .by("fan"),
                leaves(
                                "a person ends all other sessions",
                                "1",
                                GATEWAY,
                                "UPDATE security.user_sessions SET is_revoked = true WHERE user_id = {fan} AND session_id <> {session} AND NOT is_revoked",
                                "SELECT count(*) FROM security.user_sessions WHERE user_id = {fan} AND revoked_at IS NULL")
                        .by("fan"),
                refused(
                        "a revocation is final",
                        "VE004",
                        GATEWAY,
                        "UPDATE security.user_sessions SET is_revoked = false WHERE session_id = {revoked}"),
                accepted(
                        "a live session is used",
                        GATEWAY,
                        "UPDATE security.user_sessions SET last_active = now() WHERE session_id = {session}"),
                refused(
                        "a revoked session is not used",
                        "VE010",
                        GATEWAY,
                        "UPDATE security.user_sessions SET last_active = now() WHERE session_id = {revoked}"),
                refused(
                        "an expired session is not used",
                        "VE010",
                        GATEWAY,
                        "UPDATE security.user_sessions SET last_active = now() WHERE session_id = {ended}"),
                refused(
                        "an expired session is not prolonged",
                        "VE010",
                        GATEWAY,
                        "UPDATE security.user_sessions SET expires_at = now() + interval '1 day' WHERE session_id = {ended}"),
                refused(
                        "a session stays its person's",
                        "VE003",
                        GATEWAY,
                        "UPDATE security.user_sessions SET user_id = {other} WHERE session_id = {session}"),
                refused(
                        "the gateway removes no session: retention does",
                        "42501",
                        GATEWAY,
                        "DELETE FROM security.user_sessions"),
                refused(
                        "only the gateway writes sessions",
                        "42501",
                        HUB,
                        session + "({fan}, 'x', NULL, now() + interval '1 hour')"));
    }

    static Stream<AccessRule> keys() {
        var key =
                "INSERT INTO security.api_keys (team_id, name, key_prefix, key_hash, permissions, rate_limit_per_minute) VALUES ";
        return Stream.of(
                accepted(
                        "a key is stored as a bcrypt hash",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', {bcrypt}, '{events:read,bookings:write}', 60)"),
                accepted(
                        "a key is stored as an Argon2 hash",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', {argon2}, '{}', 60)"),
                refused(
                        "a key is never stored itself",
                        "23514",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', 'evh_1_secret', '{}', 60)"),
                refused(
                        "a fast hash is not enough",
                        "23514",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', repeat('ab', 32), '{}', 60)"),
                refused("a key has a hash", "23502", GATEWAY, key + "({team}, 'k', 'evh_1', NULL, '{}', 60)"),
                refused(
                        "a key belongs to a team",
                        "23502",
                        OWNER,
                        "ALTER TABLE security.api_keys DISABLE TRIGGER api_keys_promax; " + key
                                + "(NULL, 'k', 'evh_1', {bcrypt}, '{}', 60)"),
                refused(
                        "a key is found by its prefix alone",
                        "23505",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_door', {bcrypt}, '{}', 60)"),
                refused(
                        "a key may not do everything",
                        "23514",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', {bcrypt}, '{*}', 60)"),
                refused(
                        "a scope names thing and action",
                        "23514",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', {bcrypt}, '{events}', 60)"),
                refused("a key has a rate", "23514", GATEWAY, key + "({team}, 'k', 'evh_1', {bcrypt}, '{}', 0)"),
                leaves(
                        "a revocation is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE security.api_keys SET status = 'revoked' WHERE api_key_id = {key}",
                        "SELECT revoked_at IS NOT NULL FROM security.api_keys WHERE api_key_id = {key}"),
                refused(
                        "a revoked key stays revoked",
                        "VE004",
                        GATEWAY,
                        "UPDATE security.api_keys SET status = 'active' WHERE api_key_id = {deadkey}"),
                refused(
                        "a key's hash never changes",
                        "VE003",
                        GATEWAY,
                        "UPDATE security.api_keys SET key_hash = {argon2} WHERE api_key_id = {key}"),
                refused(
                        "a key stays its team's",
                        "VE003",
                        GATEWAY,
                        "UPDATE security.api_keys SET team_id = {lapsed} WHERE api_key_id = {key}"),
                leaves(
                        "a new key is in the security log",
                        "API_KEY_CREATED",
                        GATEWAY,
                        key + "({team}, 'k', 'evh_1', {bcrypt}, '{}', 60)",
                        LAST_ENTRY),
                leaves(
                        "a revoked key is in the security log",
                        "API_KEY_REVOKED",
                        GATEWAY,
                        "UPDATE security.api_keys SET status = 'revoked' WHERE api_key_id = {key}",
                        LAST_ENTRY),
                leaves(
                        "a change of scopes is in the security log",
                        "PERMISSION_CHANGED",
                        GATEWAY,
                        "UPDATE security.api_keys SET permissions = '{events:write}' WHERE api_key_id = {key}",
                        LAST_ENTRY),
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
                        key + "({team}, 'k', 'evh_1', {bcrypt}, '{}', 60)"));
    }

    static Stream<AccessRule> logs() {
        var entry = "INSERT INTO security.security_audit_log (user_id, action_type, additional_data) VALUES ";
        var use =
                "INSERT INTO security.ai_usage_logs (user_id, team_id, llm_provider, model, tokens_consumed, cost_credits, operation_type) VALUES ";
        var call = use + "({fan}, {team}, 'OpenAI', 'm', 10, 0.000001, 'translation')";
        return Stream.of(
                accepted(
                        "the gateway logs what concerns security",
                        GATEWAY,
                        entry
                                + "({fan}, 'LOGIN_SUCCESS', '{}'), ({fan}, 'LOGIN_FAILED', '{}'), ({fan}, 'PASSWORD_RESET', '{}')"),
                accepted("the hub logs what concerns security", HUB, entry + "({fan}, 'SUSPICIOUS_ACTIVITY', '{}')"),
                accepted(
                        "the engine logs what concerns security, of the system too",
                        ENGINE,
                        entry + "(NULL, 'SUSPICIOUS_ACTIVITY', '{}')"),
                refused(
                        "a domain that is no service of ours does not",
                        "42501",
                        "identity_domain",
                        entry + "({fan}, 'LOGIN_SUCCESS', '{}')"),
                refused("an entry says what happened", "23502", GATEWAY, entry + "({fan}, NULL, '{}')"),
                refused(
                        "an entry says what happened in a word we know",
                        "23514",
                        GATEWAY,
                        entry + "({fan}, 'SOMETHING', '{}')"),
                refused(
                        "a changed permission is named",
                        "23514",
                        GATEWAY,
                        entry + "({fan}, 'PERMISSION_CHANGED', '{}')"),
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
                        use + "({fan}, {team}, 'OpenAI', 'm', NULL, 1, 'analysis')"),
                refused(
                        "tokens are not negative",
                        "23514",
                        GATEWAY,
                        use + "({fan}, {team}, 'OpenAI', 'm', -1, 1, 'analysis')"),
                refused(
                        "a call has its cost",
                        "23502",
                        GATEWAY,
                        use + "({fan}, {team}, 'OpenAI', 'm', 1, NULL, 'analysis')"),
                refused(
                        "a cost is not negative",
                        "23514",
                        GATEWAY,
                        use + "({fan}, {team}, 'OpenAI', 'm', 1, -0.5, 'analysis')"),
                refused(
                        "a provider is one we know",
                        "23514",
                        GATEWAY,
                        use + "({fan}, {team}, 'Acme', 'm', 1, 1, 'analysis')"),
                refused(
                        "a call is for something we know",
                        "23514",
                        GATEWAY,
                        use + "({fan}, {team}, 'OpenAI', 'm', 1, 1, 'chess')"),
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

    static Stream<AccessRule> governance() {
        var request = "UPDATE security.data_export_requests SET ";
        return Stream.of(
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
                        "INSERT INTO security.data_export_requests (user_id) VALUES ({fan})"),
                refused(
                        "a request is somebody's",
                        "23502",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id) VALUES (NULL)"),
                accepted(
                        "a request is worked on",
                        GATEWAY,
                        request + "status = 'processing' WHERE request_id = {queued}"),
                refused(
                        "a request is not ready before it was worked on",
                        "VE004",
                        GATEWAY,
                        request
                                + "status = 'ready', export_data_url = 'https://x', expires_at = now() WHERE request_id = {queued}"),
                refused(
                        "a request that is ready has its link",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id, status, expires_at) VALUES ({fan}, 'ready', now())"),
                refused(
                        "a link ends",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id, status, export_data_url) VALUES ({fan}, 'ready', 'https://x')"),
                refused(
                        "an expired request has no link",
                        "23514",
                        GATEWAY,
                        request + "status = 'expired' WHERE request_id = {ready}"),
                accepted(
                        "an expired request gives its link up",
                        GATEWAY,
                        request + "status = 'expired', export_data_url = NULL WHERE request_id = {ready}"),
                refused(
                        "there is no sixth state",
                        "23514",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id, status) VALUES ({fan}, 'lost')"),
                leaves(
                        "a request is in the security log",
                        "DATA_EXPORT_REQUESTED",
                        GATEWAY,
                        "INSERT INTO security.data_export_requests (user_id) VALUES ({fan})",
                        LAST_ENTRY),
                leaves(
                        "so is every step of it",
                        "DATA_EXPORT_ADVANCED",
                        GATEWAY,
                        request + "status = 'processing' WHERE request_id = {queued}",
                        LAST_ENTRY),
                refused(
                        "nobody else reads the link",
                        "42501",
                        HUB,
                        "SELECT export_data_url FROM security.data_export_requests"),
                refused(
                        "only the gateway keeps the queue",
                        "42501",
                        ENGINE,
                        "INSERT INTO security.data_export_requests (user_id) VALUES ({fan})"));
    }
}
