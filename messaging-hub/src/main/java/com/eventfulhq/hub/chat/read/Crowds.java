package com.eventfulhq.hub.chat.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Who takes part in a large conversation: for a node that counts how many of them are online. */
final class Crowds {

    static final int PAGE = ChatAsk.MOST_CROWD;

    /** In one of so many, how many are online says too much of each; nor are receipts of each told in a larger one. */
    static final int TOO_FEW = 100;

    private static final int BYTES = 16;

    /** One value made by the database, because thousands of rows cost more than what is in them. */
    private static final String SQL = """
            SELECT h.participant_count > %1$d, (
                SELECT string_agg(uuid_send(q.user_id), ''::bytea ORDER BY q.user_id)
                FROM (
                    SELECT user_id FROM communications.conversation_participants q
                    WHERE q.conversation_id = me.conversation_id AND q.left_at IS NULL AND q.user_id > $3 AND h.participant_count > %1$d
                    ORDER BY q.user_id LIMIT %2$d) q)
            FROM communications.conversation_participants me
            JOIN communications.internal_conversations c ON c.conversation_id = me.conversation_id AND NOT c.is_deleted
            JOIN communications.conversation_heads h ON h.conversation_id = me.conversation_id
            WHERE me.user_id = $1 AND me.conversation_id = $2 AND me.left_at IS NULL
            """.formatted(TOO_FEW, PAGE + 1);

    private static final String IS_BOOKING = """
            SELECT 1 FROM marketplace.bookings b
            WHERE b.booking_id = $2 AND NOT b.is_deleted AND marketplace.side_of(b.booking_id, $1) IS NOT NULL
            """;

    private record Line(boolean isLarge, byte[] people) {}

    Mono<Answer> answer(Statements statements, ChatAsk.Crowd ask) {
        var asker = ask.user().value();
        return statements
                .query(
                        SQL,
                        row -> new Line(
                                Boolean.TRUE.equals(row.get(0, Boolean.class)), bytes(row.get(1, ByteBuffer.class))),
                        asker,
                        ask.conversationId(),
                        PersonCursor.read(ask.cursor()))
                .flatMap(lines -> lines.isEmpty()
                        ? noConversation(statements, asker, ask.conversationId())
                        : Mono.just(answer(lines.getFirst())));
    }

    private static Mono<Answer> noConversation(Statements statements, UUID asker, UUID conversation) {
        return statements
                .query(IS_BOOKING, row -> Objects.requireNonNull(row.get(0, Integer.class)), asker, conversation)
                .map(found -> found.isEmpty() ? Answer.notFound() : conflict("is the thread of a booking"));
    }

    private static Answer conflict(String why) {
        return new Answer.Refused(ProblemException.field(
                ErrorCode.CONFLICT, "/conversation_id", why + "; ask for the presence of its participants instead"));
    }

    private static Answer answer(Line line) {
        if (!line.isLarge()) {
            return conflict("has no more than " + TOO_FEW + " participants");
        }
        boolean more = line.people().length > PAGE * BYTES;
        var people = ByteBuffer.wrap(line.people(), 0, Math.min(line.people().length, PAGE * BYTES));
        var json =
                "{\"people\":\"" + text(people) + "\"" + (more ? ",\"cursor\":\"" + cursor(people) + "\"" : "") + "}";
        return new Answer.Given(json);
    }

    private static String text(ByteBuffer people) {
        return new String(Base64.getEncoder().encode(people.duplicate()).array(), US_ASCII);
    }

    private static String cursor(ByteBuffer people) {
        int last = people.limit() - BYTES;
        return PersonCursor.after(new UUID(people.getLong(last), people.getLong(last + Long.BYTES)));
    }

    private static byte[] bytes(@Nullable ByteBuffer value) {
        if (value == null) {
            return new byte[0];
        }
        var bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }
}
