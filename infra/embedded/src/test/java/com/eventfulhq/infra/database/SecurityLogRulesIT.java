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

/** Every permission that changes leaves what changed in the security log, and the logs go on naming people who are deleted. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityLogRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String IDENTITY = "identity_domain";
    private static final String NEW_ENTRIES = " FROM security.security_audit_log WHERE created_at = now()";

    @AutoClose
    private final SessionsByRole sessions;

    SecurityLogRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"ranks", "keys", "members", "order", "deletedPeople"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    /** The log then says of this column what it was and what it is. */
    private static Trial logs(String rule, String column, String fromTo, String role, String sql) {
        return leaves(
                rule,
                "PERMISSION_CHANGED " + fromTo,
                role,
                sql,
                "SELECT concat_ws(' ', action_type, coalesce(additional_data #>> '{changed," + column
                        + ",from}', '-'), coalesce(additional_data #>> '{changed," + column + ",to}', '-'))"
                        + NEW_ENTRIES);
    }

    private static Trial logsNothing(String rule, String role, String sql) {
        return leaves(rule, "0", role, sql, "SELECT count(*)" + NEW_ENTRIES);
    }

    static Stream<Trial> ranks() {
        return Stream.of(
                logs(
                                "the limits of a rank change",
                                "scope_restrictions",
                                "{\"region\": \"APAC\"} {\"region\": \"EMEA\"}",
                                GATEWAY,
                                "UPDATE security.admin_tiers SET scope_restrictions = '{\"region\": \"EMEA\"}' WHERE tier_level = 8")
                        .by("governor"),
                logs(
                                "a fan becomes a SuperAdmin",
                                "primary_archetype",
                                "Fan SuperAdmin",
                                GATEWAY,
                                "UPDATE security.users SET primary_archetype = 'SuperAdmin' WHERE user_id = <fan>")
                        .by("governor"),
                logs(
                                "a SuperAdmin is deleted",
                                "is_deleted",
                                "false true",
                                GATEWAY,
                                "UPDATE security.users SET is_deleted = true WHERE user_id = <developer>")
                        .by("finance"),
                logs(
                                "a SuperAdmin is deleted by DELETE",
                                "is_deleted",
                                "false true",
                                GATEWAY,
                                "DELETE FROM security.users WHERE user_id = <developer>")
                        .by("finance"),
                logsNothing(
                        "a fan who is deleted had no permission to lose",
                        GATEWAY,
                        "DELETE FROM security.users WHERE user_id = <fan>"),
                logsNothing(
                        "a name is no permission",
                        GATEWAY,
                        "UPDATE security.users SET name = 'Ana' WHERE user_id = <developer>"));
    }

    static Stream<Trial> keys() {
        return Stream.of(
                logs(
                        "the scopes of a key change",
                        "permissions",
                        "[\"events:read\"] [\"events:write\"]",
                        GATEWAY,
                        "UPDATE security.api_keys SET permissions = '{events:write}' WHERE api_key_id = <key>"),
                logs(
                        "the scopes of an application change",
                        "permissions_scope",
                        "[\"events:read\", \"tickets:write\"] []",
                        GATEWAY,
                        "UPDATE api.api_credentials SET permissions_scope = '{}' WHERE credential_id = <credential>"),
                logs(
                        "where an application sends people back to changes",
                        "redirect_uris",
                        "[\"https://till.example.com/back\"] []",
                        GATEWAY,
                        "UPDATE api.developer_applications SET redirect_uris = '{}' WHERE app_id = <app>"),
                logs(
                        "an application is suspended",
                        "status",
                        "active suspended",
                        GATEWAY,
                        "UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = <app>"));
    }

    static Stream<Trial> members() {
        var change = "UPDATE identity.team_memberships SET ";
        var remove = "DELETE FROM identity.team_memberships WHERE membership_id = ";
        return Stream.of(
                logs(
                        "a founder has a role from the start",
                        "role",
                        "- owner",
                        IDENTITY,
                        "INSERT INTO identity.team_memberships (user_id, team_id, role, invitation_status) VALUES (<artist>, <free>, 'owner', 'accepted')"),
                logs(
                        "somebody who is invited accepts",
                        "invitation_status",
                        "pending accepted",
                        IDENTITY,
                        change + "invitation_status = 'accepted' WHERE membership_id = <invitation>"),
                logsNothing(
                        "somebody who declines gets nothing",
                        IDENTITY,
                        change + "invitation_status = 'declined' WHERE membership_id = <invitation>"),
                logsNothing(
                        "an invitation gives nothing yet",
                        IDENTITY,
                        "INSERT INTO identity.team_memberships (user_id, team_id, invited_by_user_id) VALUES (<artist>, <team>, <expert>)"),
                logs("a member is removed", "role", "owner -", IDENTITY, remove + "<member>"),
                leaves(
                        "the log says which member that was",
                        Names.of("member").toString(),
                        IDENTITY,
                        remove + "<member>",
                        "SELECT additional_data ->> 'key'" + NEW_ENTRIES),
                logsNothing("an invitation taken back takes nothing", IDENTITY, remove + "<invitation>"));
    }

    static Stream<Trial> order() {
        return Stream.of(
                leaves(
                        "numbers rise with every entry",
                        "LOGIN_FAILED LOGIN_SUCCESS LOGOUT",
                        GATEWAY,
                        entry("<fan>", "LOGIN_FAILED") + "; " + entry("<fan>", "LOGIN_SUCCESS") + "; "
                                + entry("<fan>", "LOGOUT"),
                        "SELECT string_agg(action_type, ' ' ORDER BY audit_id)" + NEW_ENTRIES),
                leaves(
                        "where it came from is kept",
                        "192.0.2.7",
                        GATEWAY,
                        "INSERT INTO security.security_audit_log (action_type, ip_address) VALUES ('LOGIN_FAILED', '192.0.2.7')",
                        "SELECT host(ip_address)" + NEW_ENTRIES),
                refused(
                        "where it came from is an address",
                        "22P02",
                        GATEWAY,
                        "INSERT INTO security.security_audit_log (action_type, ip_address) VALUES ('LOGIN_FAILED', 'home')"));
    }

    private static String entry(String person, String action) {
        return "INSERT INTO security.security_audit_log (user_id, action_type) VALUES (" + person + ", '" + action
                + "')";
    }

    static Stream<Trial> deletedPeople() {
        var kept = "INSERT INTO %s; DELETE FROM security.users WHERE user_id = <gone>";
        return Stream.of(
                accepted("an entry may name somebody who is deleted", GATEWAY, entry("<gone>", "SUSPICIOUS_ACTIVITY")),
                leaves(
                        "an entry goes on naming who was deleted since",
                        Names.of("fan").toString(),
                        GATEWAY,
                        entry("<fan>", "LOGOUT") + "; DELETE FROM security.users WHERE user_id = <fan>",
                        "SELECT user_id" + NEW_ENTRIES),
                accepted(
                                "somebody who is deleted may be who acted",
                                GATEWAY,
                                "UPDATE security.users SET name = 'x' WHERE user_id = <other>")
                        .by("gone"),
                refused(
                        "whom the security log names is not removed for good",
                        "23503",
                        OWNER,
                        kept.formatted("security.security_audit_log (user_id, action_type) VALUES (<gone>, 'LOGOUT')")),
                refused(
                        "whom the trail names is not removed for good",
                        "23503",
                        OWNER,
                        kept.formatted(
                                "security.entity_audit_log (entity_id, entity_type, entity_schema, operation, changed_by_user_id, old_values, new_values)"
                                        + " VALUES (<team>, 'teams', 'identity', 'UPDATE', <gone>, '{}', '{}')")),
                refused(
                                "nobody who does not exist acts",
                                "23503",
                                IDENTITY,
                                "UPDATE identity.teams SET description = 'x' WHERE team_id = <team>")
                        .by("nobody"));
    }
}
