package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counters of a post that many people meet at, each on a connection of their own. */
@RealServers
class CommunityConcurrencyIT {

    private static final String COMMUNITY = "community_domain";
    private static final int FANS = 50;

    private DatabaseAddress database;

    @BeforeEach
    void aPostAndItsFans(TestServers servers) {
        database = servers.newDatabase();
        var world = new StringBuilder();
        for (var fan = 0; fan < FANS; fan++) {
            world.append(
                    "INSERT INTO security.users (user_id, email, primary_archetype) VALUES ('%s', 'fan%d@example.com', 'Fan');"
                            .formatted(Names.of("fan " + fan), fan));
        }
        world.append(
                "INSERT INTO community.posts (post_id, author_user_id, content) VALUES (<post>, '%s', 'x'), (<other post>, '%1$s', 'x');"
                        .formatted(Names.of("fan 0")));
        Sql.script(database, Names.in(world.toString()));
    }

    @Test
    @DisplayName("50 parallel likes count 50, and taking them back in parallel counts 0")
    void countsLikes() {
        assertThat(together(FANS, "INSERT INTO community.post_likes (post_id, user_id) VALUES (<post>, ?)"))
                .isEqualTo(FANS);
        assertThat(post("like_count")).isEqualTo("50");

        assertThat(together(FANS, "DELETE FROM community.post_likes WHERE post_id = <post> AND user_id = ?"))
                .isEqualTo(FANS);
        assertThat(post("like_count")).isEqualTo("0");
    }

    @Test
    @DisplayName("20 parallel comments count 20")
    void countsComments() {
        assertThat(
                        together(
                                20,
                                "INSERT INTO community.post_comments (post_id, author_user_id, content) VALUES (<post>, ?, 'x')"))
                .isEqualTo(20);

        assertThat(post("comment_count")).isEqualTo("20");
    }

    @Test
    @DisplayName("20 parallel likes of one person count 1")
    void countsOnePersonOnce() {
        var like = "INSERT INTO community.post_likes (post_id, user_id) VALUES (<post>, ?) ON CONFLICT DO NOTHING";

        assertThat(atOnce(IntStream.range(0, 20)
                        .mapToObj(fan -> as(like, Names.of("fan 0")))
                        .toList()))
                .isEqualTo(1);

        assertThat(post("like_count")).isEqualTo("1");
    }

    @Test
    @DisplayName("batches that name the same posts in opposite orders wait for one another, and never both")
    void ordersBatches() {
        var batch = "INSERT INTO community.post_likes (post_id, user_id) VALUES (%s, ?), (%s, ?)";
        var forth = batch.formatted("<post>", "<other post>");
        var back = batch.formatted("<other post>", "<post>");

        assertThat(atOnce(IntStream.range(0, FANS)
                        .mapToObj(
                                fan -> as(fan % 2 == 0 ? forth : back, Names.of("fan " + fan), Names.of("fan " + fan)))
                        .toList()))
                .isEqualTo(2 * FANS);

        assertThat(post("like_count")).isEqualTo("50");
    }

    /** The statement, once per fan, all at once; returns how many rows were touched altogether. */
    private int together(int fans, String statement) {
        return atOnce(IntStream.range(0, fans)
                .mapToObj(fan -> as(statement, Names.of("fan " + fan)))
                .toList());
    }

    private static Function<Session, Integer> as(String sql, Object... parameters) {
        return session -> session.run(sql, parameters);
    }

    private int atOnce(List<Function<Session, Integer>> entrants) {
        return Race.answers(database, COMMUNITY, entrants).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private String post(String counter) {
        try (var session = Session.as(COMMUNITY, database)) {
            return session.value("SELECT " + counter + " FROM community.posts WHERE post_id = ?", Names.of("post"));
        }
    }
}
