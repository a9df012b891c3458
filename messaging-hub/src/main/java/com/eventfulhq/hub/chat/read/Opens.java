package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;
import static com.eventfulhq.common.chat.ChatAsk.MOST_EVENTS;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@code opened}: a conversation as it stands, and what happened after the number somebody has.
 *
 * <p>After a node is gone, thousands ask for this at once, many of them about the same room. The participants of a room are
 * therefore read and sent once per statement, and frames only if they are few enough: numbers have no gaps, so how many there are
 * is a subtraction.
 */
final class Opens implements Together<ChatAsk.Open> {

    /** Bytes of frames one statement gives; who comes after pages. */
    private static final int MOST_BYTES_TOGETHER = 16 * MOST_BYTES;

    /** Of larger conversations only the caller and the administrators are listed. */
    private static final int MOST_LISTED = 100;

    /** No conversation has this one: a position under an epoch that cannot be ours is lost. */
    private static final UUID NO_EPOCH = new UUID(0, 0);

    private static final String SQL = """
            WITH s AS MATERIALIZED (
                SELECT a.n, a.ev AS after, coalesce(a.epoch <> h.epoch, false) OR a.ev > h.last_ev AS lost, p.user_id, p.joined_at,
                    %s
                FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) WITH ORDINALITY AS a(user_id, conversation_id, epoch, ev, n)
                JOIN communications.conversation_participants p
                    ON p.conversation_id = a.conversation_id AND p.user_id = a.user_id AND p.left_at IS NULL
                %s),
            sized AS MATERIALIZED (
                SELECT s.*, e.bytes, sum(e.bytes) OVER (ORDER BY s.n) AS bytes_so_far
                FROM s
                CROSS JOIN LATERAL (
                    SELECT sum(octet_length(frame)) AS bytes FROM communications.conversation_events
                    WHERE NOT s.lost AND s.last_ev - s.after BETWEEN 1 AND %d
                        AND conversation_id = s.conversation_id AND ev > s.after AND ev <= s.last_ev) e)
            SELECT s.n, %s, s.user_id, s.joined_at, s.after, s.lost, given.frames,
                CASE WHEN row_number() OVER (PARTITION BY s.conversation_id ORDER BY s.n) = 1 THEN (
                    SELECT string_agg(%s, ',' ORDER BY q.joined_at, q.user_id)
                    FROM (
                        SELECT * FROM communications.conversation_participants q
                        WHERE q.conversation_id = s.conversation_id AND q.left_at IS NULL
                            AND (s.participant_count <= %d OR q.role <> 'member')
                        ORDER BY q.joined_at, q.user_id LIMIT %<d) q) END AS participants
            FROM sized s
            CROSS JOIN LATERAL (
                SELECT string_agg(frame, ',' ORDER BY ev) AS frames FROM communications.conversation_events
                WHERE s.bytes <= %d AND s.bytes_so_far <= %d
                    AND conversation_id = s.conversation_id AND ev > s.after AND ev <= s.last_ev) given
            ORDER BY s.n
            """.formatted(
                    Summary.COLUMNS,
                    Summary.OF_PARTICIPANT,
                    MOST_EVENTS,
                    Summary.NAMES,
                    Participant.JSON,
                    MOST_LISTED,
                    MOST_BYTES,
                    MOST_BYTES_TOGETHER);

    /** One who takes part. {@code participants} is there for the first of each room only. */
    private record Seat(
            int place,
            Summary summary,
            UUID user,
            Instant joinedAt,
            @Nullable Long after,
            boolean lost,
            @Nullable String frames,
            @Nullable String participants) {}

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Open> asks) {
        return statements
                .query(
                        SQL,
                        Opens::seat,
                        Together.column(asks, UUID[]::new, ask -> ask.user().value()),
                        Together.column(asks, UUID[]::new, ChatAsk.Open::conversationId),
                        Together.column(asks, UUID[]::new, Opens::epoch),
                        Together.column(asks, Long[]::new, ChatAsk.Open::ev))
                .map(seats -> answers(asks.size(), seats));
    }

    static @Nullable UUID epoch(ChatAsk.Open ask) {
        var epoch = ask.epoch();
        if (epoch == null) {
            return null;
        }
        try {
            return UUID.fromString(epoch);
        } catch (IllegalArgumentException e) {
            return NO_EPOCH;
        }
    }

    private static Seat seat(Row row) {
        return new Seat(
                Objects.requireNonNull(row.get(0, Long.class)).intValue() - 1,
                Summary.of(row, 1),
                Objects.requireNonNull(row.get(20, UUID.class)),
                Objects.requireNonNull(row.get(21, Instant.class)),
                row.get(22, Long.class),
                Boolean.TRUE.equals(row.get(23, Boolean.class)),
                row.get(24, String.class),
                row.get(25, String.class));
    }

    private static List<Answer> answers(int asked, List<Seat> seats) {
        Map<UUID, String> rooms = new HashMap<>();
        var answers = Together.allNotFound(asked);
        for (var seat : seats) {
            var participants = seat.participants();
            if (participants != null) {
                rooms.put(seat.summary().conversationId(), participants);
            }
            var room = rooms.getOrDefault(seat.summary().conversationId(), "");
            answers.set(seat.place(), new Answer.Given(json(seat, room)));
        }
        return answers;
    }

    private static String json(Seat seat, String room) {
        var summary = seat.summary();
        var json = new StringBuilder(1024);
        json.append("{\"conversation\":").append(Json.MAPPER.writeValueAsString(summary));
        json.append(",\"participants\":[").append(room);
        if (summary.participantCount() > MOST_LISTED) {
            if (summary.role().equals("member")) {
                json.append(room.isEmpty() ? "" : ",").append(own(seat));
            }
            json.append("],\"participant_count\":").append(summary.participantCount());
        } else {
            json.append(']');
        }
        events(json, seat);
        return json.append(",\"ev\":").append(summary.lastEv()).append('}').toString();
    }

    private static void events(StringBuilder json, Seat seat) {
        @Nullable Long after = seat.after();
        @Nullable String frames = seat.frames();
        long last = seat.summary().lastEv();
        if (frames == null && after != null && (seat.lost() || after < last)) {
            json.append(",\"limited\":{\"from\":").append(seat.lost() ? 1 : after + 1);
            json.append(",\"to\":").append(last).append('}');
        } else {
            json.append(",\"events\":[").append(frames == null ? "" : frames).append(']');
        }
    }

    private static String own(Seat seat) {
        var summary = seat.summary();
        return Participant.json(seat.user(), summary.role(), seat.joinedAt(), summary.readEv(), summary.deliveredEv());
    }
}
