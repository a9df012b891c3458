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

/** The rules of the community, each tried as the role that writes there. What is tried is rolled back. */
@RealServers
class CommunityRulesIT {

    private static final String COMMUNITY = "community_domain";
    private static final String AI = "ai_domain";
    /** A role that is given rights nobody has, so that the rule behind them shows, too. */
    private static final String PRIVILEGED = "media_domain";

    private static final String UNKNOWN = "23503";
    private static final String TAKEN = "23505";
    private static final String OUT_OF_RANGE = "23514";
    private static final String NOT_ALLOWED = "42501";
    private static final String FOR_EVER = "VE001";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String NOT_ENTITLED = "VE009";
    private static final String NOT_A_PARTY = "VE011";
    private static final String DOES_NOT_FIT = "VE013";

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aCommunity(TestServers servers) {
        var database = servers.newDatabase();
        CommunityWorld.make(database);
        Sql.script(database, "GRANT INSERT, UPDATE, DELETE ON community.contribution_signals TO media_domain");
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"posts", "likes", "comments", "signals"})
    void keepsTheWall(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"follows", "partiesOfFollows"})
    void keepsTheSocialGraph(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"courses", "enrollments", "certifications"})
    void keepsTheAcademy(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"videos", "enhancements", "writers"})
    void keepsVideosAndEnhancements(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> posts() {
        return Stream.of(
                community("a post may be a text", post("<ana>, 'x', 'text', NULL, NULL"), ACCEPTED),
                community("a post may share an event", post("<ana>, 'x', 'event_share', NULL, NULL"), ACCEPTED),
                community("a post is of a known type", post("<ana>, 'x', 'song', NULL, NULL"), OUT_OF_RANGE),
                community("a wall is an id with its type", post("<ana>, 'x', 'text', <event>, 'events'"), ACCEPTED),
                community("a wall is no id alone", post("<ana>, 'x', 'text', <event>, NULL"), OUT_OF_RANGE),
                community("a wall is no type alone", post("<ana>, 'x', 'text', NULL, 'events'"), OUT_OF_RANGE),
                community("types are spelt as tables", post("<ana>, 'x', 'text', <event>, 'Event'"), OUT_OF_RANGE),
                community("moderation has known states", changed("posts", "moderation_status = 'shrug'"), OUT_OF_RANGE),
                community(
                        "a moderator marks a post",
                        changed("posts", "moderation_status = 'in_review', is_flagged = true"),
                        ACCEPTED),
                community("a post keeps its author", changed("posts", "author_user_id = <ben>"), FIXED),
                community("likes are counted, not set", changed("posts", "like_count = 1000"), FIXED),
                community("comments are counted, not set", changed("posts", "comment_count = 1000"), FIXED));
    }

    static Stream<Trial> likes() {
        return Stream.of(
                community("a person reacts once to a post", like("<post>, <ben>, 'love'"), TAKEN),
                community("another person may react, too", like("<post>, <clo>, 'love'"), ACCEPTED),
                community("a person may react to another post, too", like("<other post>, <ben>, 'love'"), ACCEPTED),
                community("a reaction is a known one", like("<post>, <clo>, 'shrug'"), OUT_OF_RANGE),
                community("a reaction may be another", changed("post_likes", "reaction_type = 'wow'"), ACCEPTED),
                community("a reaction keeps its post", changed("post_likes", "post_id = <other post>"), FIXED),
                community("a reaction keeps its person", changed("post_likes", "user_id = <clo>"), FIXED));
    }

    static Stream<Trial> comments() {
        return Stream.of(
                community("a reply is below its parent's post", comment("<new>, <post>, <comment>"), ACCEPTED),
                community("a reply is below no other post", comment("<new>, <other post>, <comment>"), DOES_NOT_FIT),
                community("a reply answers what is there", comment("<new>, <post>, <nobody>"), DOES_NOT_FIT),
                community("a comment does not answer itself", comment("<new>, <post>, <new>"), DOES_NOT_FIT),
                community(
                        "comments do not answer each other",
                        comment("<new>, <post>, <newer>") + ", (<newer>, <post>, <new>, <ben>, 'x')",
                        DOES_NOT_FIT),
                community("a comment keeps its post", changed("post_comments", "post_id = <other post>"), FIXED),
                community("a comment keeps its author", changed("post_comments", "author_user_id = <clo>"), FIXED),
                community("a comment keeps its parent", changed("post_comments", "parent_comment_id = <new>"), FIXED),
                community("a comment may be corrected", changed("post_comments", "content = 'Oh'"), ACCEPTED),
                community(
                        "moderation of comments has known states",
                        changed("post_comments", "moderation_status = 'shrug'"),
                        OUT_OF_RANGE));
    }

    static Stream<Trial> signals() {
        return Stream.of(
                community("nobody signals a contribution by hand", signal("'post_written', 10000"), NOT_ALLOWED),
                community("signals stay", "DELETE FROM community.contribution_signals", NOT_ALLOWED),
                privileged("what is written gives points", signal("'post_written', 1"), ACCEPTED),
                privileged("what is written takes no points", signal("'post_written', -1"), OUT_OF_RANGE),
                privileged("what is withdrawn gives no points", signal("'like_withdrawn', 1"), OUT_OF_RANGE),
                privileged("a signal is worth something", signal("'post_written', 0"), OUT_OF_RANGE),
                privileged("a signal is of a known kind", signal("'bribe_paid', 1"), OUT_OF_RANGE),
                privileged("signals never change", "UPDATE community.contribution_signals SET points = 1", FOR_EVER),
                privileged("signals stay for ever", "DELETE FROM community.contribution_signals", FOR_EVER));
    }

    static Stream<Trial> follows() {
        return Stream.of(
                community("nobody follows themselves", follow("<ana>, <ana>, 'active'"), OUT_OF_RANGE),
                community("a follow exists once", follow("<ben>, <ana>, 'pending'"), TAKEN),
                community("the other way round is another follow", follow("<ana>, <ben>, 'active'"), ACCEPTED),
                community("a follow has a known state", follow("<ana>, <ben>, 'muted'"), OUT_OF_RANGE),
                community("a request may be approved", moved("request", "active"), ACCEPTED),
                community("a request may be blocked", moved("request", "blocked"), ACCEPTED),
                community("a follower may be blocked", moved("follow", "blocked"), ACCEPTED),
                community("a follow is no request again", moved("follow", "pending"), WRONG_MOVE),
                community("a block does not become a follow", moved("block", "active"), WRONG_MOVE),
                community("a block does not become a request", moved("block", "pending"), WRONG_MOVE),
                community(
                        "a follow keeps its follower",
                        "UPDATE community.follows SET follower_user_id = <artist> WHERE follow_id = <follow>",
                        FIXED),
                community(
                        "a follow keeps whom it follows",
                        "UPDATE community.follows SET following_user_id = <artist> WHERE follow_id = <follow>",
                        FIXED));
    }

    static Stream<Trial> partiesOfFollows() {
        return Stream.of(
                community("the followed approves", moved("request", "active"), ACCEPTED)
                        .by("ana"),
                community("the follower does not approve", moved("request", "active"), NOT_A_PARTY)
                        .by("clo"),
                community("the follower does not block", moved("follow", "blocked"), NOT_A_PARTY)
                        .by("ben"),
                community("the follower asks", follow("<clo>, <ben>, 'pending'"), ACCEPTED)
                        .by("clo"),
                community("nobody asks for another", follow("<clo>, <ben>, 'pending'"), NOT_A_PARTY)
                        .by("ana"),
                community("who never asked may be blocked", follow("<clo>, <ben>, 'blocked'"), ACCEPTED)
                        .by("ben"),
                community("nobody blocks for another", follow("<clo>, <ben>, 'blocked'"), NOT_A_PARTY)
                        .by("clo"),
                community("the blocked do not lift the block", ended("block"), NOT_A_PARTY)
                        .by("expert"),
                community("who blocked lifts the block", ended("block"), ACCEPTED)
                        .by("ana"),
                community("the follower ends the follow", ended("follow"), ACCEPTED)
                        .by("ben"),
                community("the followed ends the follow", ended("follow"), ACCEPTED)
                        .by("ana"),
                community("nobody else ends the follow", ended("follow"), NOT_A_PARTY)
                        .by("clo"));
    }

    static Stream<Trial> courses() {
        return Stream.of(
                community("a verified artist on ProMax teaches", course("<artist>, 0"), ACCEPTED),
                community("a verified expert on ProMax teaches", course("<expert>, 0"), ACCEPTED),
                community("a trial of ProMax will do", course("<artist on trial>, 0"), ACCEPTED),
                community("an unverified artist does not teach", course("<unverified artist>, 0"), NOT_ENTITLED),
                community("an unverified expert does not teach", course("<unverified expert>, 0"), NOT_ENTITLED),
                community("Pro is not enough", course("<artist on pro>, 0"), NOT_ENTITLED),
                community("a cancelled ProMax is not enough", course("<artist who left>, 0"), NOT_ENTITLED),
                community("no plan is not enough", course("<artist without plan>, 0"), NOT_ENTITLED),
                community("a fan does not teach, even on ProMax", course("<fan on promax>, 0"), NOT_ENTITLED),
                community(
                        "a course is not handed to somebody who may not teach",
                        "UPDATE community.courses SET instructor_user_id = <ana> WHERE course_id = <course>",
                        NOT_ENTITLED),
                community("a price may be a cent", course("<artist>, 0.01"), ACCEPTED),
                community("a price is not below nothing", course("<artist>, -0.01"), OUT_OF_RANGE),
                community(
                        "a course has a known level", changed("courses", "difficulty_level = 'wizard'"), OUT_OF_RANGE));
    }

    static Stream<Trial> enrollments() {
        return Stream.of(
                community("a person enrols once in a course", enrollment("<ben>, <course>, 0"), TAKEN),
                community("a person may enrol in another course", enrollment("<ben>, <other course>, 0"), ACCEPTED),
                community("progress may be 100", enrollment("<ana>, <course>, 100"), ACCEPTED),
                community("progress is at most 100", enrollment("<ana>, <course>, 101"), OUT_OF_RANGE),
                community("progress is at least 0", enrollment("<ana>, <course>, -1"), OUT_OF_RANGE),
                community("progress of what is under way may go back", progress("under way", 39), ACCEPTED),
                community("progress of what is completed does not go back", progress("done", 99), WRONG_MOVE),
                community("a completed enrolment may be completed again", progress("done", 100), ACCEPTED),
                community("an enrolment keeps its course", enrolled("course_id = <other course>"), FIXED),
                community("an enrolment keeps its learner", enrolled("user_id = <ana>"), FIXED),
                community("an enrolment keeps its beginning", enrolled("enrolled_at = '2001-01-01'"), FIXED),
                community(
                        "an enrolment may end before it is completed",
                        "DELETE FROM community.enrollments WHERE enrollment_id = <under way>",
                        ACCEPTED),
                community(
                        "what is certified stays",
                        "DELETE FROM community.enrollments WHERE enrollment_id = <done>",
                        UNKNOWN));
    }

    static Stream<Trial> certifications() {
        return Stream.of(
                community(
                        "only what is completed is certified",
                        certificate("<under way>, <course>, <ben>"),
                        DOES_NOT_FIT),
                community("nobody is certified for another", certificate("<done>, <course>, <ana>"), DOES_NOT_FIT),
                community("no other course is certified", certificate("<done>, <other course>, <clo>"), DOES_NOT_FIT),
                community("an enrolment is certified once", certificate("<done>, <course>, <clo>"), TAKEN),
                community(
                        "a certificate never changes",
                        "UPDATE community.certifications SET issued_at = now()",
                        FOR_EVER),
                community("a certificate stays", "DELETE FROM community.certifications", FOR_EVER));
    }

    static Stream<Trial> videos() {
        return Stream.of(
                community("a master file is somewhere", video("'', 1, NULL, NULL"), OUT_OF_RANGE),
                community("a video may be of unknown length", video("'https://x', NULL, NULL, NULL"), ACCEPTED),
                community("a video is not shorter than nothing", video("'https://x', -1, NULL, NULL"), OUT_OF_RANGE),
                community("an origin is an id with its type", video("'https://x', 1, <event>, 'events'"), ACCEPTED),
                community("an origin is no id alone", video("'https://x', 1, <event>, NULL"), OUT_OF_RANGE),
                community("an origin is no type alone", video("'https://x', 1, NULL, 'events'"), OUT_OF_RANGE),
                community(
                        "a video is in a playlist once",
                        "INSERT INTO community.playlist_videos (playlist_id, video_id) VALUES (<playlist>, <video>)",
                        TAKEN));
    }

    static Stream<Trial> enhancements() {
        return Stream.of(
                ai("a field may have several enhancements", enhancement("'content', <model>, false"), ACCEPTED),
                ai("a field shows one enhancement", enhancement("'content', <model>, true"), TAKEN),
                ai("another field shows its own", enhancement("'title', <model>, true"), ACCEPTED),
                ai("an enhancement may be switched off", changed("ai_enhanced_content", "is_active = false"), ACCEPTED),
                ai("the original stays", changed("ai_enhanced_content", "original_content = 'x'"), FIXED),
                ai("the enhanced text stays", changed("ai_enhanced_content", "enhanced_content = 'x'"), FIXED),
                ai("the model stays", changed("ai_enhanced_content", "model_id = <other model>"), FIXED),
                ai("an enhancement is never removed", "DELETE FROM community.ai_enhanced_content", FOR_EVER));
    }

    static Stream<Trial> writers() {
        var model = "INSERT INTO community.ai_models (model_name) VALUES ('writer-3')";
        return Stream.of(
                ai("the AI service names its models", model, ACCEPTED),
                ai(
                        "a model has a name of its own",
                        "INSERT INTO community.ai_models (model_name) VALUES ('writer-1')",
                        TAKEN),
                community("the community domain names no models", model, NOT_ALLOWED),
                community("the community domain enhances nothing", enhancement("'title', <model>, true"), NOT_ALLOWED),
                community(
                        "the community domain switches no enhancement",
                        changed("ai_enhanced_content", "is_active = false"),
                        NOT_ALLOWED),
                community(
                        "the community domain removes none", "DELETE FROM community.ai_enhanced_content", NOT_ALLOWED),
                ai("the AI service writes no posts", post("<ana>, 'x', 'text', NULL, NULL"), NOT_ALLOWED),
                ai("the AI service reads posts", "SELECT content FROM community.posts", ACCEPTED),
                ends("the gateway likes nothing", NOT_ALLOWED, "gateway", like("<post>, <clo>, 'like'")));
    }

    private static Trial community(String rule, String attempt, String outcome) {
        return ends(rule, outcome, COMMUNITY, attempt);
    }

    private static Trial privileged(String rule, String attempt, String outcome) {
        return ends(rule, outcome, PRIVILEGED, attempt);
    }

    private static Trial ai(String rule, String attempt, String outcome) {
        return ends(rule, outcome, AI, attempt);
    }

    private static String post(String values) {
        return "INSERT INTO community.posts (author_user_id, content, content_type, related_entity_id, related_entity_type)"
                + " VALUES (" + values + ")";
    }

    private static String signal(String values) {
        return "INSERT INTO community.contribution_signals (user_id, entity_id, entity_type, signal_kind, points)"
                + " VALUES (<ana>, <post>, 'posts', " + values + ")";
    }

    private static String like(String values) {
        return "INSERT INTO community.post_likes (post_id, user_id, reaction_type) VALUES (" + values + ")";
    }

    private static String comment(String values) {
        return "INSERT INTO community.post_comments (comment_id, post_id, parent_comment_id, author_user_id, content)"
                + " VALUES (" + values + ", <ben>, 'x')";
    }

    private static String follow(String values) {
        return "INSERT INTO community.follows (follower_user_id, following_user_id, status) VALUES (" + values + ")";
    }

    private static String moved(String follow, String status) {
        return "UPDATE community.follows SET status = '" + status + "' WHERE follow_id = <" + follow + ">";
    }

    private static String ended(String follow) {
        return "DELETE FROM community.follows WHERE follow_id = <" + follow + ">";
    }

    private static String course(String values) {
        return "INSERT INTO community.courses (title, instructor_user_id, price_credits) VALUES ('x', " + values + ")";
    }

    private static String enrollment(String values) {
        return "INSERT INTO community.enrollments (user_id, course_id, progress_percentage) VALUES (" + values + ")";
    }

    private static String progress(String enrollment, int percentage) {
        return "UPDATE community.enrollments SET progress_percentage = " + percentage + " WHERE enrollment_id = <"
                + enrollment + ">";
    }

    private static String enrolled(String change) {
        return "UPDATE community.enrollments SET " + change + " WHERE enrollment_id = <under way>";
    }

    private static String certificate(String values) {
        return "INSERT INTO community.certifications (enrollment_id, course_id, user_id) VALUES (" + values + ")";
    }

    private static String video(String values) {
        return "INSERT INTO community.videos (title, uploader_user_id, cdn_url, duration_seconds, source_entity_id, source_entity_type)"
                + " VALUES ('x', <ana>, " + values + ")";
    }

    private static String enhancement(String values) {
        return "INSERT INTO community.ai_enhanced_content (entity_id, entity_type, original_content, enhanced_content, field_name,"
                + " model_id, is_active) VALUES (<post>, 'posts', 'x', 'X', " + values + ")";
    }

    private static String changed(String table, String change) {
        return "UPDATE community." + table + " SET " + change;
    }
}
