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

/** What the identity schema refuses, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityRulesIT {

    private static final String IDENTITY = "identity_domain";
    private static final String HUB = "messaging_hub";

    @AutoClose
    private final SessionsByRole sessions;

    IdentityRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"teams", "memberships", "artists", "experts", "fans"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> teams() {
        var team = "INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ";
        var seen = " FROM identity.teams WHERE team_id = <new>";
        return Stream.of(
                refused(
                        "a founder exists",
                        "23503",
                        IDENTITY,
                        "INSERT INTO identity.teams (team_name, team_type, creator_user_id) VALUES ('T', 'venue', <new>)"),
                leaves(
                        "a team starts unverified",
                        "unverified",
                        IDENTITY,
                        team + "(<new>, 'T', 'corporate')",
                        "SELECT verification_status" + seen),
                leaves(
                                "whoever acts is its founder",
                                Names.of("fan").toString(),
                                IDENTITY,
                                team + "(<new>, 'T', 'collective')",
                                "SELECT creator_user_id" + seen)
                        .by("fan"),
                refused(
                        "its founder never changes",
                        "VE003",
                        IDENTITY,
                        "UPDATE identity.teams SET creator_user_id = <fan> WHERE team_id = <team>"),
                refused(
                        "a team is not born verified",
                        "VE004",
                        IDENTITY,
                        "INSERT INTO identity.teams (team_name, team_type, verification_status) VALUES ('T', 'venue', 'verified')"),
                accepted(
                        "a team is verified later",
                        IDENTITY,
                        "UPDATE identity.teams SET verification_status = 'verified' WHERE team_id = <team>"),
                refused("a team has a name", "23502", IDENTITY, team + "(<new>, NULL, 'venue')"),
                refused("a team has a type", "23502", IDENTITY, team + "(<new>, 'T', NULL)"),
                refused("a type is written as we write it", "23514", IDENTITY, team + "(<new>, 'T', 'Corporate')"),
                refused(
                        "a verification is one of three",
                        "23514",
                        IDENTITY,
                        "UPDATE identity.teams SET verification_status = 'trusted' WHERE team_id = <team>"),
                refused("only the identity domain writes teams", "42501", "gateway", team + "(<new>, 'T', 'venue')"));
    }

    static Stream<Trial> memberships() {
        var membership =
                "INSERT INTO identity.team_memberships (membership_id, user_id, team_id, role, invitation_status, invited_by_user_id) VALUES ";
        var change = "UPDATE identity.team_memberships SET ";
        var joined = "SELECT joined_at IS NOT NULL FROM identity.team_memberships WHERE membership_id = <new>";
        return Stream.of(
                refused(
                        "an inviter exists",
                        "23503",
                        IDENTITY,
                        membership + "(<new>, <artist>, <team>, 'member', 'pending', <nobody>)"),
                refused(
                        "a team exists",
                        "23503",
                        IDENTITY,
                        membership + "(<new>, <artist>, <nobody>, 'member', 'pending', <expert>)"),
                refused(
                        "a membership is somebody's",
                        "23502",
                        IDENTITY,
                        membership + "(<new>, NULL, <team>, 'member', 'pending', <expert>)"),
                refused(
                        "a member has a role",
                        "23502",
                        IDENTITY,
                        membership + "(<new>, <artist>, <team>, NULL, 'pending', <expert>)"),
                accepted(
                        "a person may have another role in another team",
                        IDENTITY,
                        membership + "(<new>, <expert>, <free>, 'member', 'pending', <fan>)"),
                refused(
                        "a person has one role in a team",
                        "23505",
                        IDENTITY,
                        membership + "(<new>, <expert>, <team>, 'member', 'pending', NULL)"),
                refused(
                        "a role is one of four",
                        "23514",
                        IDENTITY,
                        membership + "(<new>, <artist>, <team>, 'king', 'pending', <expert>)"),
                refused(
                        "a member is a person",
                        "23503",
                        IDENTITY,
                        membership + "(<new>, <nobody>, <team>, 'member', 'pending', <expert>)"),
                refused(
                        "a membership is of a team",
                        "23502",
                        IDENTITY,
                        membership + "(<new>, <artist>, NULL, 'member', 'pending', <expert>)"),
                leaves(
                        "a role, a state and access are there unless told otherwise",
                        "member pending t",
                        IDENTITY,
                        "INSERT INTO identity.team_memberships (membership_id, user_id, team_id) VALUES (<new>, <artist>, <team>)",
                        "SELECT concat_ws(' ', role, invitation_status, is_active) FROM identity.team_memberships WHERE membership_id = <new>"),
                refused(
                        "an invitation starts pending",
                        "VE004",
                        IDENTITY,
                        membership + "(<new>, <artist>, <team>, 'member', 'accepted', <expert>)"),
                leaves(
                        "a founder, whom nobody invited, has joined at once",
                        "t",
                        IDENTITY,
                        membership + "(<new>, <artist>, <free>, 'owner', 'accepted', NULL)",
                        joined),
                leaves(
                        "nobody has joined before accepting",
                        "f",
                        IDENTITY,
                        "INSERT INTO identity.team_memberships (membership_id, user_id, team_id, joined_at) VALUES (<new>, <artist>, <team>, now())",
                        joined),
                leaves(
                        "joining is stamped when the invitation is accepted",
                        "t",
                        IDENTITY,
                        change + "invitation_status = 'accepted' WHERE membership_id = <invitation>",
                        "SELECT joined_at IS NOT NULL FROM identity.team_memberships WHERE membership_id = <invitation>"),
                leaves(
                        "when somebody joined never changes",
                        "t",
                        IDENTITY,
                        change + "joined_at = '2020-01-01' WHERE membership_id = <member>",
                        "SELECT joined_at > '2021-01-01' FROM identity.team_memberships WHERE membership_id = <member>"),
                accepted(
                        "an invitation is declined",
                        IDENTITY,
                        change + "invitation_status = 'declined' WHERE membership_id = <invitation>"),
                refused(
                        "what was declined is not accepted",
                        "VE004",
                        IDENTITY,
                        change + "invitation_status = 'accepted' WHERE membership_id = <declined>"),
                accepted(
                        "whoever declined may be asked again",
                        IDENTITY,
                        change + "invitation_status = 'pending' WHERE membership_id = <declined>"),
                refused(
                        "what was accepted is not pending again",
                        "VE004",
                        IDENTITY,
                        change + "invitation_status = 'pending' WHERE membership_id = <member>"),
                refused(
                        "there is no fourth state",
                        "23514",
                        IDENTITY,
                        membership + "(<new>, <artist>, <team>, 'member', 'ignored', NULL)"),
                refused(
                        "nobody invites themselves",
                        "23514",
                        IDENTITY,
                        membership + "(<new>, <artist>, <team>, 'member', 'pending', <artist>)"),
                refused(
                        "a membership stays its person's",
                        "VE003",
                        IDENTITY,
                        change + "user_id = <artist> WHERE membership_id = <member>"),
                refused(
                        "a membership stays its team's",
                        "VE003",
                        IDENTITY,
                        change + "team_id = <free> WHERE membership_id = <member>"),
                leaves(
                        "access is suspended and the row kept",
                        "accepted f",
                        IDENTITY,
                        change + "is_active = false WHERE membership_id = <member>",
                        "SELECT concat_ws(' ', invitation_status, is_active) FROM identity.team_memberships WHERE membership_id = <member>"),
                leaves(
                        "a change of role is in the security log, with what changed",
                        "owner admin",
                        IDENTITY,
                        change + "role = 'admin' WHERE membership_id = <member>",
                        "SELECT concat_ws(' ', additional_data #>> '{changed,role,from}', additional_data #>> '{changed,role,to}') FROM security.security_audit_log WHERE created_at = now()"),
                leaves(
                        "so is a suspension",
                        "PERMISSION_CHANGED",
                        IDENTITY,
                        change + "is_active = false WHERE membership_id = <member>",
                        "SELECT action_type FROM security.security_audit_log WHERE created_at = now()"),
                refused("only the identity domain writes memberships", "42501", HUB, change + "role = 'owner'"));
    }

    static Stream<Trial> artists() {
        var artist =
                "INSERT INTO identity.artist_profiles (user_id, artist_name, base_fee_credits, is_verified) VALUES ";
        var made = artist + "(<artist>, 'A', 100, false); ";
        var verify = made + "UPDATE identity.artist_profiles SET is_verified = true";
        return Stream.of(
                accepted("an artist has an artist's profile", IDENTITY, made),
                refused("a fan has no artist's profile", "23503", IDENTITY, artist + "(<fan>, 'A', 100, false)"),
                refused("a SuperAdmin has no profile", "23503", IDENTITY, artist + "(<plain>, 'A', 100, false)"),
                refused("a person has one profile", "23505", IDENTITY, made + made),
                refused(
                        "whoever has a profile keeps their archetype",
                        "23503",
                        OWNER,
                        made + "UPDATE security.users SET primary_archetype = 'Fan' WHERE user_id = <artist>"),
                accepted(
                        "whoever has none may become something else",
                        OWNER,
                        "UPDATE security.users SET primary_archetype = 'Fan' WHERE user_id = <artist>"),
                refused("an artist has a stage name", "23502", IDENTITY, artist + "(<artist>, NULL, 100, false)"),
                refused("a fee is not negative", "23514", IDENTITY, artist + "(<artist>, 'A', -1, false)"),
                accepted("a fee may be nothing", IDENTITY, artist + "(<artist>, 'A', 0, false)"),
                accepted("a SuperAdmin verifies an artist", IDENTITY, verify).by("plain"),
                refused("an artist does not verify themselves", "VE009", IDENTITY, verify)
                        .by("artist"),
                refused("a service by itself verifies no artist", "VE009", IDENTITY, verify),
                refused("an artist is not born verified", "VE009", IDENTITY, artist + "(<artist>, 'A', 100, true)")
                        .by("artist"),
                refused(
                        "an artist does not take a verification",
                        "VE009",
                        OWNER,
                        artist
                                + "(<artist>, 'A', 100, true); SELECT set_config('eventful.acting_user', <artist>, true); UPDATE identity.artist_profiles SET is_verified = false"),
                accepted(
                                "an artist changes the rest",
                                IDENTITY,
                                made + "UPDATE identity.artist_profiles SET bio = 'x', is_verified = false")
                        .by("artist"),
                refused("only the identity domain writes profiles", "42501", "marketplace_domain", made));
    }

    static Stream<Trial> experts() {
        var expert =
                "INSERT INTO identity.expert_profiles (user_id, professional_title, core_competencies, hourly_rate_credits) VALUES ";
        return Stream.of(
                refused(
                        "an expert has a title",
                        "23502",
                        IDENTITY,
                        expert + "(<expert>, NULL, '{risk_assessment}', 80)"),
                accepted(
                        "an expert has an expert's profile",
                        IDENTITY,
                        expert + "(<expert>, 'E', '{risk_assessment}', 80)"),
                refused(
                        "an artist has no expert's profile",
                        "23503",
                        IDENTITY,
                        expert + "(<artist>, 'E', '{risk_assessment}', 80)"),
                refused("an expert can do something", "23502", IDENTITY, expert + "(<expert>, 'E', NULL, 80)"),
                refused("an expert can do at least one thing", "23514", IDENTITY, expert + "(<expert>, 'E', '{}', 80)"),
                refused(
                        "what an expert can do is named",
                        "23514",
                        IDENTITY,
                        expert + "(<expert>, 'E', '{risk_assessment,NULL}', 80)"),
                refused(
                        "a rate is not negative",
                        "23514",
                        IDENTITY,
                        expert + "(<expert>, 'E', '{risk_assessment}', -80)"),
                leaves(
                        "an expert is not green unless certified",
                        "f",
                        IDENTITY,
                        expert + "(<expert>, 'E', '{risk_assessment}', NULL)",
                        "SELECT is_green_certified FROM identity.expert_profiles WHERE user_id = <expert>"));
    }

    static Stream<Trial> fans() {
        var fan =
                "INSERT INTO identity.fan_profiles (user_id, display_name, contribution_score, reward_points, loyalty_tier, dietary_restrictions) VALUES ";
        var tier = "SELECT loyalty_tier FROM identity.fan_profiles WHERE user_id = <fan>";
        return Stream.of(
                refused("a fan has a name", "23502", IDENTITY, fan + "(<fan>, NULL, 0, 0, 'bronze', '{}')"),
                refused(
                        "what a fan does not eat is named",
                        "23514",
                        IDENTITY,
                        fan + "(<fan>, 'F', 0, 0, 'bronze', '{vegan,NULL}')"),
                accepted("a fan has a fan's profile", IDENTITY, fan + "(<fan>, 'F', 0, 0, 'bronze', '{}')"),
                refused(
                        "an expert has no fan's profile",
                        "23503",
                        IDENTITY,
                        fan + "(<expert>, 'F', 0, 0, 'bronze', '{}')"),
                refused("a score is not negative", "23514", IDENTITY, fan + "(<fan>, 'F', -1, 0, 'bronze', '{}')"),
                refused(
                        "points are not negative: none are spent that are not there",
                        "23514",
                        IDENTITY,
                        fan
                                + "(<fan>, 'F', 0, 5, 'bronze', '{}'); UPDATE identity.fan_profiles SET reward_points = reward_points - 6"),
                accepted(
                        "all points may be spent",
                        IDENTITY,
                        fan
                                + "(<fan>, 'F', 0, 5, 'bronze', '{}'); UPDATE identity.fan_profiles SET reward_points = reward_points - 5"),
                leaves(
                        "a fan starts with bronze, no score and no points",
                        "bronze 0 0",
                        IDENTITY,
                        "INSERT INTO identity.fan_profiles (user_id, display_name) VALUES (<fan>, 'F')",
                        "SELECT concat_ws(' ', loyalty_tier, contribution_score, reward_points) FROM identity.fan_profiles WHERE user_id = <fan>"),
                leaves("999 earns bronze", "bronze", IDENTITY, fan + "(<fan>, 'F', 999, 0, 'bronze', '{}')", tier),
                leaves("1000 earns silver", "silver", IDENTITY, fan + "(<fan>, 'F', 1000, 0, 'bronze', '{}')", tier),
                leaves("4999 earns silver", "silver", IDENTITY, fan + "(<fan>, 'F', 4999, 0, 'bronze', '{}')", tier),
                leaves(
                        "5000 earns gold",
                        "gold",
                        IDENTITY,
                        fan
                                + "(<fan>, 'F', 999, 0, 'bronze', '{}'); UPDATE identity.fan_profiles SET contribution_score = 5000",
                        tier),
                leaves(
                        "nobody gets gold by writing it",
                        "bronze",
                        IDENTITY,
                        fan
                                + "(<fan>, 'F', 0, 0, 'bronze', '{}'); UPDATE identity.fan_profiles SET loyalty_tier = 'gold'",
                        tier),
                refused(
                        "others do not read what a fan eats",
                        "42501",
                        "marketplace_domain",
                        "SELECT dietary_restrictions FROM identity.fan_profiles"),
                accepted(
                        "others read what a fan needs at a venue",
                        "marketplace_domain",
                        "SELECT accessibility_needs FROM identity.fan_profiles"));
    }
}
