package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the community's triggers write by themselves: counters, times, certificates and signals. */
@RealServers
class CommunityCountersIT {

    private DatabaseAddress database;
    private Session community;

    @BeforeEach
    void aCommunity(TestServers servers) {
        database = servers.newDatabase();
        CommunityWorld.make(database);
        community = Session.as("community_domain", database);
    }

    @AfterEach
    void leave() {
        community.close();
    }

    @Test
    @DisplayName("a new post has no likes and no comments, whatever its writer says")
    void startsAtNothing() {
        run(
                "INSERT INTO community.posts (post_id, author_user_id, content, like_count, comment_count) VALUES (<new>, <ana>, 'x', 9, 9)");

        assertThat(post("new", "like_count + comment_count")).isEqualTo("0");
    }

    @Test
    @DisplayName("not even the owner of the database counts below nothing")
    void isNeverNegative() {
        try (var owner = Session.as(database.user(), database)) {
            assertThat(owner.refusal("UPDATE community.posts SET like_count = -1"))
                    .isEqualTo("23514");
            assertThat(owner.refusal("UPDATE community.posts SET comment_count = -1"))
                    .isEqualTo("23514");
        }
    }

    @Test
    @DisplayName("a batch of likes counts each post's own")
    void countsBatches() {
        run(
                "INSERT INTO community.post_likes (post_id, user_id) VALUES (<post>, <clo>), (<other post>, <clo>), (<post>, <artist>)");

        assertThat(post("post", "like_count")).isEqualTo("3");
        assertThat(post("other post", "like_count")).isEqualTo("1");
    }

    @Test
    @DisplayName("a like that is there already counts nothing")
    void countsNoRepetition() {
        run("INSERT INTO community.post_likes (post_id, user_id) VALUES (<post>, <ben>) ON CONFLICT DO NOTHING");

        assertThat(post("post", "like_count")).isEqualTo("1");
    }

    @Test
    @DisplayName("taking likes back lowers the count to nothing, and not below")
    void countsRemoval() {
        run("DELETE FROM community.post_likes WHERE post_id = <post>");
        run("DELETE FROM community.post_likes WHERE post_id = <post>");

        assertThat(post("post", "like_count")).isEqualTo("0");
    }

    @Test
    @DisplayName("comments that are deleted do not count, and count again when they return")
    void countsCommentsThatAreThere() {
        run("INSERT INTO community.post_comments (post_id, author_user_id, content) VALUES (<post>, <clo>, 'x')");
        assertThat(post("post", "comment_count")).isEqualTo("2");

        run("DELETE FROM community.post_comments WHERE comment_id = <comment>");
        run("DELETE FROM community.post_comments WHERE comment_id = <comment>");
        run("UPDATE community.post_comments SET is_deleted = true WHERE comment_id = <comment>");
        assertThat(post("post", "comment_count")).isEqualTo("1");

        run("UPDATE community.post_comments SET is_deleted = false WHERE comment_id = <comment>");
        assertThat(post("post", "comment_count")).isEqualTo("2");
    }

    @Test
    @DisplayName("a comment the owner of the database removes for good does not count either")
    void countsRemovalForGood() {
        Sql.script(database, Names.in("DELETE FROM community.post_comments WHERE comment_id = <comment>"));

        assertThat(post("post", "comment_count")).isEqualTo("0");
    }

    @Test
    @DisplayName("a like makes no editor's version stale and leaves no audit row; an edit does both")
    void likesAreNoEdits() {
        var before = audits();
        run("INSERT INTO community.post_likes (post_id, user_id) VALUES (<post>, <clo>)");
        assertThat(post("post", "version")).isEqualTo("0");
        assertThat(audits()).isEqualTo(before);

        run("UPDATE community.posts SET content = 'Doors at 9' WHERE post_id = <post>");
        assertThat(post("post", "version")).isEqualTo("1");
        assertThat(audits()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("a draft has no time of publication; publishing it gives one, which stays")
    void publishes() {
        run(
                "INSERT INTO community.posts (post_id, author_user_id, content, is_published) VALUES (<new>, <ana>, 'x', false)");
        assertThat(post("new", "published_at")).isEqualTo("null");

        run("UPDATE community.posts SET is_published = true WHERE post_id = <new>");
        var published = post("new", "published_at");
        run("UPDATE community.posts SET is_published = false WHERE post_id = <new>");
        run("UPDATE community.posts SET is_published = true WHERE post_id = <new>");

        assertThat(published).isNotEqualTo("null");
        assertThat(post("new", "published_at")).isEqualTo(published);
    }

    @Test
    @DisplayName("an enrolment is completed when progress reaches 100, not before, and at no other time")
    void completes() {
        run(
                "UPDATE community.enrollments SET progress_percentage = 99, completed_at = '2001-01-01' WHERE enrollment_id = <under way>");
        assertThat(enrollment("completed_at")).isEqualTo("null");

        run(
                "UPDATE community.enrollments SET progress_percentage = 100, completed_at = '2001-01-01' WHERE enrollment_id = <under way>");
        assertThat(enrollment("completed_at > now() - interval '1 hour'")).isEqualTo("t");

        var completed = enrollment("completed_at");
        run("UPDATE community.enrollments SET completed_at = '2001-01-01' WHERE enrollment_id = <under way>");
        run("UPDATE community.enrollments SET completed_at = NULL WHERE enrollment_id = <under way>");
        assertThat(enrollment("completed_at")).isEqualTo(completed);
    }

    @Test
    @DisplayName("completing an enrolment issues one certificate")
    void certifies() {
        run("UPDATE community.enrollments SET progress_percentage = 99 WHERE enrollment_id = <under way>");
        assertThat(certificates()).isEqualTo("0");

        run("UPDATE community.enrollments SET progress_percentage = 100 WHERE enrollment_id = <under way>");
        run("UPDATE community.enrollments SET progress_percentage = 100 WHERE enrollment_id = <under way>");
        assertThat(certificates()).isEqualTo("1");
    }

    @Test
    @DisplayName("posts, comments and likes of others signal the contribution of their author")
    void signals() {
        run("INSERT INTO community.posts (post_id, author_user_id, content) VALUES (<new>, <artist>, 'x')");
        run("INSERT INTO community.post_comments (post_id, author_user_id, content) VALUES (<new>, <artist>, 'x')");
        run("INSERT INTO community.post_likes (post_id, user_id) VALUES (<new>, <ben>), (<new>, <artist>)");

        assertThat(Sql.rows(database, Names.in("""
                        SELECT signal_kind AS kind, points FROM community.contribution_signals
                        WHERE user_id = <artist> ORDER BY signal_id""")))
                .containsExactly(
                        signal("post_written", "10"), signal("comment_written", "3"), signal("like_received", "1"));
    }

    @Test
    @DisplayName("what is withdrawn takes its points back, so that the sum is what still stands")
    void takesSignalsBack() {
        signals();

        run("DELETE FROM community.post_likes WHERE post_id = <new>");
        run("UPDATE community.post_comments SET is_deleted = true WHERE post_id = <new>");
        run("DELETE FROM community.posts WHERE post_id = <new>");
        assertThat(points()).isEqualTo("0");

        run("UPDATE community.posts SET is_deleted = false WHERE post_id = <new>");
        assertThat(points()).isEqualTo("10");
    }

    private void run(String statement) {
        var unused = community.run(statement);
    }

    private String post(String name, String what) {
        return community.value("SELECT " + what + " FROM community.posts WHERE post_id = ?", Names.of(name));
    }

    private String enrollment(String what) {
        return community.value(
                "SELECT " + what + " FROM community.enrollments WHERE enrollment_id = ?", Names.of("under way"));
    }

    private String certificates() {
        return community.value(
                "SELECT count(*) FROM community.certifications WHERE enrollment_id = ?", Names.of("under way"));
    }

    private String points() {
        return community.value(
                "SELECT sum(points) FROM community.contribution_signals WHERE user_id = ?", Names.of("artist"));
    }

    private int audits() {
        return Sql.rows(
                        database,
                        "SELECT audit_id FROM security.entity_audit_log WHERE entity_id = ?",
                        Names.of("post"))
                .size();
    }

    private static Map<String, String> signal(String kind, String points) {
        return Map.of("kind", kind, "points", points);
    }
}
