package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Whose presence somebody may know. Whoever asks after strangers learns nothing: not that they are there, and not that they have
 * blocked one.
 */
final class Visibilities implements Together<ChatAsk.Visible> {

    /**
     * Each conversation of the one who asks is entered once, for all who are asked about: from the other side it would be all
     * conversations of all of them. The OFFSET keeps the planner from turning that around, and, with the look at left_at outside of
     * it, from an index of whoever takes part, which is by person only: before there are statistics it was taken.
     */
    static final String SQL = """
            WITH asks AS MATERIALIZED (
                SELECT n, user_id, people::uuid[] AS people FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS a(user_id, people, n))
            SELECT DISTINCT a.n, t.user_id
            FROM asks a
            CROSS JOIN LATERAL (
                SELECT a.user_id WHERE a.user_id = ANY(a.people)
                UNION ALL
                SELECT theirs.user_id
                FROM communications.conversation_participants mine
                CROSS JOIN LATERAL (
                    SELECT p.user_id, p.left_at FROM communications.conversation_participants p
                    WHERE p.conversation_id = mine.conversation_id AND p.user_id = ANY(a.people)
                    OFFSET 0) theirs
                WHERE mine.user_id = a.user_id AND mine.left_at IS NULL AND theirs.left_at IS NULL) t
            WHERE NOT EXISTS (SELECT FROM communications.user_blocks b
                    WHERE b.user_id = a.user_id AND b.blocked_user_id = t.user_id)
                AND NOT EXISTS (SELECT FROM communications.user_blocks b
                    WHERE b.user_id = t.user_id AND b.blocked_user_id = a.user_id)
            """;

    private record Line(int place, UUID person) {}

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Visible> asks) {
        return statements
                .query(
                        SQL,
                        row -> new Line(
                                Objects.requireNonNull(row.get(0, Long.class)).intValue() - 1,
                                Objects.requireNonNull(row.get(1, UUID.class))),
                        Together.column(asks, UUID[]::new, ask -> ask.user().value()),
                        Together.column(asks, String[]::new, ask -> array(ask.people())))
                .map(lines -> answers(asks.size(), lines));
    }

    /**
     * As PostgreSQL writes an array: an array of arrays of different lengths it does not have. In its order, for it puts them into that
     * once for every conversation.
     */
    private static String array(List<UserId> people) {
        return people.stream().map(UserId::toString).sorted().collect(Collectors.joining(",", "{", "}"));
    }

    private static List<Answer> answers(int asked, List<Line> lines) {
        var visible = new ArrayList<List<String>>(asked);
        for (int i = 0; i < asked; i++) {
            visible.add(new ArrayList<>());
        }
        lines.forEach(line -> visible.get(line.place()).add("\"" + line.person() + "\""));
        return visible.stream()
                .map(people -> (Answer) new Answer.Given("{\"visible\":[" + String.join(",", people) + "]}"))
                .toList();
    }
}
