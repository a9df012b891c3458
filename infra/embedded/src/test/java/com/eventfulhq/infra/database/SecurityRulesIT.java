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

/** What the security schema refuses of people and ranks, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String HUB = "messaging_hub";
    private static final String LOGGED =
            "SELECT string_agg(action_type, ' ') FROM security.security_audit_log WHERE created_at = now()";

    @AutoClose
    private final SessionsByRole sessions;

    SecurityRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"people", "ranks"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> people() {
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
                        "UPDATE security.users SET email = 'new@example.com', email_verified = true WHERE user_id = <fan>",
                        "SELECT email_verified FROM security.users WHERE user_id = <fan>"),
                leaves(
                        "a new number starts unverified",
                        "f",
                        GATEWAY,
                        "UPDATE security.users SET whatsapp_number = '34600111000' WHERE user_id = <fan>",
                        "SELECT whatsapp_verified FROM security.users WHERE user_id = <fan>"),
                leaves(
                        "the same address stays verified",
                        "t",
                        GATEWAY,
                        "UPDATE security.users SET email = 'fan@example.com' WHERE user_id = <fan>",
                        "SELECT email_verified FROM security.users WHERE user_id = <fan>"),
                leaves(
                        "a code that came back verifies the number",
                        "t",
                        GATEWAY,
                        "UPDATE security.users SET whatsapp_number = '34600111000' WHERE user_id = <fan>; UPDATE security.users SET whatsapp_verified = true WHERE user_id = <fan>",
                        "SELECT whatsapp_verified FROM security.users WHERE user_id = <fan>"),
                leaves(
                        "flags start false",
                        "f f",
                        GATEWAY,
                        "INSERT INTO security.users (user_id, email, primary_archetype) VALUES (<new>, 'a@example.com', 'Fan')",
                        "SELECT CASE WHEN email_verified THEN 't' ELSE 'f' END || ' ' || CASE WHEN whatsapp_verified THEN 't' ELSE 'f' END FROM security.users WHERE user_id = <new>"),
                refused(
                        "only the gateway writes people",
                        "42501",
                        HUB,
                        user + "('a@example.com', NULL, false, 'Fan')"));
    }

    static Stream<Trial> ranks() {
        var admin =
                "INSERT INTO security.users (email, primary_archetype, admin_tier_id) SELECT 'a@example.com', 'SuperAdmin', tier_id FROM security.admin_tiers WHERE tier_name = ";
        var tier = "INSERT INTO security.admin_tiers (tier_name, tier_level, permissions) VALUES ";
        return Stream.of(
                refused(
                                "a rank keeps its key and level, whoever may write",
                                "VE003",
                                "product_domain",
                                "UPDATE security.admin_tiers SET tier_id = <new> WHERE tier_level = 1")
                        .by("governor"),
                refused(
                        "the limits of a rank are named",
                        "23514",
                        OWNER,
                        "UPDATE security.admin_tiers SET scope_restrictions = '[]'"),
                leaves(
                                "a new SuperAdmin is in the security log",
                                "PERMISSION_CHANGED",
                                GATEWAY,
                                admin + "'Developer'",
                                LOGGED)
                        .by("finance"),
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
                                "UPDATE security.users SET admin_tier_id = '5ec00000-0000-4000-8000-000000000006' WHERE user_id = <fan>")
                        .by("governor"),
                refused(
                                "a rank is one of the eleven",
                                "23503",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = <new> WHERE user_id = <plain>")
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
                                "UPDATE security.users SET admin_tier_id = NULL WHERE user_id = <developer>")
                        .by("finance"),
                refused(
                                "a lower rank does not take a higher one's",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = NULL WHERE user_id = <finance>")
                        .by("developer"),
                refused(
                                "nobody lifts themselves",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = '5ec00000-0000-4000-8000-000000000011' WHERE user_id = <finance>")
                        .by("finance"),
                refused(
                                "nobody becomes a SuperAdmin by themselves",
                                "VE009",
                                GATEWAY,
                                "UPDATE security.users SET primary_archetype = 'SuperAdmin' WHERE user_id = <other>")
                        .by("other"),
                refused(
                                "a lower rank does not delete a higher one",
                                "VE009",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = <governor>")
                        .by("finance"),
                accepted(
                                "a higher rank deletes a lower one",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = <developer>")
                        .by("finance"),
                accepted(
                                "everybody may delete themselves",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = <governor>")
                        .by("governor"),
                accepted(
                                "a SuperAdmin changes their own name",
                                GATEWAY,
                                "UPDATE security.users SET name = 'Ana' WHERE user_id = <developer>")
                        .by("developer"),
                leaves(
                                "a change of rank is in the security log, with what changed",
                                "PERMISSION_CHANGED 5ec00000-0000-4000-8000-000000000006",
                                GATEWAY,
                                "UPDATE security.users SET admin_tier_id = NULL WHERE user_id = <developer>",
                                "SELECT action_type || ' ' || (additional_data #>> '{changed,admin_tier_id,from}') FROM security.security_audit_log WHERE user_id = <finance> AND created_at = now()")
                        .by("finance"),
                leaves(
                                "a change of what a rank may do is in the security log",
                                "PERMISSION_CHANGED",
                                GATEWAY,
                                "UPDATE security.admin_tiers SET permissions = '{}' WHERE tier_level = 1",
                                LOGGED)
                        .by("governor"));
    }
}
