package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;
import static com.eventfulhq.common.chat.ChatAsk.MOST_EVENTS;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** What a node itself lacks: frames as they were pushed, as many from the first as fit. */
final class Ranges implements Together<ChatAsk.Range> {

    private static final String SQL = """
            SELECT string_agg('{"ev":' || e.ev || ',"frame":' || e.frame || '}', ',' ORDER BY e.ev)
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS a(conversation_id, first, last, n)
            LEFT JOIN LATERAL (
                SELECT ev, frame, sum(octet_length(frame)) OVER (ORDER BY ev) AS bytes_so_far
                FROM communications.conversation_events
                WHERE conversation_id = a.conversation_id AND ev BETWEEN a.first AND least(a.last, a.first + %d - 1)) e ON e.bytes_so_far <= %d OR e.ev = a.first
            GROUP BY a.n ORDER BY a.n
            """.formatted(MOST_EVENTS, MOST_BYTES);

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Range> asks) {
        return statements
                .query(
                        SQL,
                        row -> Objects.requireNonNullElse(row.get(0, String.class), ""),
                        Together.column(asks, UUID[]::new, ChatAsk.Range::conversationId),
                        Together.column(asks, Long[]::new, ChatAsk.Range::from),
                        Together.column(asks, Long[]::new, ChatAsk.Range::to))
                .map(found -> found.stream()
                        .map(events -> (Answer) new Answer.Given("{\"events\":[" + events + "]}"))
                        .collect(Collectors.toList()));
    }
}
