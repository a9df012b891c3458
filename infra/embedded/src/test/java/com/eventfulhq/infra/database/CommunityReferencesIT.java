package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row of the community must have, and that what it refers to is there. What is tried is rolled back. */
@RealServers
class CommunityReferencesIT {

    /** For each table a row that is accepted: column and value. */
    private static final Map<String, Map<String, String>> ROWS = Map.of(
            "posts", Map.of("author_user_id", "<ana>", "content", "'x'"),
            "post_likes", Map.of("post_id", "<post>", "user_id", "<clo>"),
            "post_comments", Map.of("post_id", "<post>", "author_user_id", "<clo>", "content", "'x'"),
            "follows", Map.of("follower_user_id", "<ana>", "following_user_id", "<ben>"),
            "courses", Map.of("title", "'x'", "instructor_user_id", "<artist>"),
            "enrollments", Map.of("user_id", "<ana>", "course_id", "<course>"),
            "videos", Map.of("title", "'x'", "cdn_url", "'https://x'", "uploader_user_id", "<ana>"),
            "playlists", Map.of("owner_user_id", "<ana>", "title", "'x'"),
            "playlist_videos", Map.of("playlist_id", "<playlist>", "video_id", "<other video>"),
            "ai_enhanced_content", enhancement());

    private static SessionsByRole sessions;

    @BeforeAll
    static void aCommunity(TestServers servers) {
        var database = servers.newDatabase();
        CommunityWorld.make(database);
        Sql.script(
                database,
                Names.in("INSERT INTO community.videos (video_id, title, cdn_url, uploader_user_id)"
                        + " VALUES (<other video>, 'x', 'https://x', <ana>)"));
        sessions = new SessionsByRole(database);
    }

    @AfterAll
    static void leave() {
        sessions.close();
    }

    private static Map<String, String> enhancement() {
        return Map.of(
                "entity_id", "<post>",
                "entity_type", "'posts'",
                "field_name", "'title'",
                "original_content", "'x'",
                "enhanced_content", "'X'",
                "model_id", "<model>");
    }

    @ParameterizedTest(name = "{0}: a row with everything is accepted")
    @MethodSource("tables")
    void acceptsWholeRows(String table) {
        assertThat(attempt(table, ROWS.getOrDefault(table, Map.of()))).isEqualTo(ACCEPTED);
    }

    static Iterable<String> tables() {
        return ROWS.keySet();
    }

    @ParameterizedTest(name = "{0}: a row without {1} is refused")
    @CsvSource({
        "posts, author_user_id",
        "posts, content",
        "post_likes, post_id",
        "post_likes, user_id",
        "post_comments, post_id",
        "post_comments, author_user_id",
        "post_comments, content",
        "follows, follower_user_id",
        "follows, following_user_id",
        "courses, title",
        "enrollments, user_id",
        "enrollments, course_id",
        "videos, title",
        "videos, cdn_url",
        "videos, uploader_user_id",
        "playlists, owner_user_id",
        "playlists, title",
        "playlist_videos, playlist_id",
        "playlist_videos, video_id",
        "ai_enhanced_content, entity_id",
        "ai_enhanced_content, entity_type",
        "ai_enhanced_content, field_name",
        "ai_enhanced_content, original_content",
        "ai_enhanced_content, enhanced_content",
        "ai_enhanced_content, model_id"
    })
    void needsWhatIsMandatory(String table, String column) {
        assertThat(attempt(table, with(table, column, "NULL"))).isEqualTo("23502");
    }

    @ParameterizedTest(name = "{0}: {1} is of a row that is there")
    @CsvSource({
        "posts, author_user_id",
        "post_likes, post_id",
        "post_likes, user_id",
        "post_comments, post_id",
        "post_comments, author_user_id",
        "follows, follower_user_id",
        "follows, following_user_id",
        "enrollments, user_id",
        "enrollments, course_id",
        "videos, uploader_user_id",
        "playlists, owner_user_id",
        "playlist_videos, playlist_id",
        "playlist_videos, video_id",
        "ai_enhanced_content, model_id"
    })
    void refersToWhatIsThere(String table, String column) {
        assertThat(attempt(table, with(table, column, "<nobody>"))).isEqualTo("23503");
    }

    @ParameterizedTest(name = "types of entities are spelt as tables, not as {0}")
    @ValueSource(strings = {"'Event'", "'event edition'", "''"})
    void spellsTypesOneWay(String type) {
        var video = with("videos", "source_entity_type", type);
        video.put("source_entity_id", "<event>");

        assertThat(attempt("videos", video)).isEqualTo("23514");
        assertThat(attempt("ai_enhanced_content", with("ai_enhanced_content", "entity_type", type)))
                .isEqualTo("23514");
    }

    @ParameterizedTest(name = "a course without an instructor who is entitled is refused: {0}")
    @DisplayName("a course has an instructor")
    @ValueSource(strings = {"NULL", "<nobody>"})
    void needsAnInstructor(String instructor) {
        assertThat(attempt("courses", with("courses", "instructor_user_id", instructor)))
                .isEqualTo("VE009");
    }

    private static Map<String, String> with(String table, String column, String value) {
        var row = new LinkedHashMap<>(ROWS.getOrDefault(table, Map.of()));
        row.put(column, value);
        return row;
    }

    private static String attempt(String table, Map<String, String> row) {
        var role = table.startsWith("ai_") ? "ai_domain" : "community_domain";
        return sessions.as(role)
                .refusal("INSERT INTO community." + table + " (" + String.join(", ", row.keySet()) + ") VALUES ("
                        + String.join(", ", row.values()) + ")");
    }
}
