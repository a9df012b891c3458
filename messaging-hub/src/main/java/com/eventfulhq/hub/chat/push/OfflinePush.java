package com.eventfulhq.hub.chat.push;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.common.work.RegularWork;
import io.r2dbc.spi.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks for notices of what stays unread. */
@Component
final class OfflinePush extends RegularWork {

    private static final int RANDOM_BITS = 16;

    /** Ids of messages begin with their time, so that the index of the ids finds those of a time. */
    private static final String FIND = """
            SELECT p.conversation_id, p.user_id, p.read_message_no, h.last_message_no, c.title, u.name, m.content
            FROM (SELECT conversation_id, max(message_no) AS message_no FROM communications.internal_messages
                WHERE message_id >= $1 AND message_id < $2 AND NOT is_deleted GROUP BY conversation_id) AS due
            JOIN communications.conversation_participants p ON p.conversation_id = due.conversation_id
                AND p.read_message_no < due.message_no AND p.pushed_message_no <= p.read_message_no
                AND p.left_at IS NULL AND (p.muted_until IS NULL OR p.muted_until <= $3)
            JOIN communications.conversation_heads h ON h.conversation_id = p.conversation_id
            JOIN communications.internal_conversations c ON c.conversation_id = p.conversation_id
            CROSS JOIN LATERAL (SELECT sender_user_id, content FROM communications.internal_messages
                WHERE conversation_id = p.conversation_id AND message_no > p.read_message_no AND message_no <= due.message_no
                    AND NOT is_deleted AND sender_user_id <> p.user_id
                ORDER BY message_no DESC LIMIT 1) AS m
            LEFT JOIN security.users u ON u.user_id = m.sender_user_id
            ORDER BY p.conversation_id, p.user_id LIMIT $4
            """;

    /** Writers of chats hold many of these rows for a moment, in an order of their own: what they hold is left for the next look. */
    private static final String MARK = """
            WITH free AS MATERIALIZED (
                SELECT p.conversation_id, p.user_id, n.message_no
                FROM communications.conversation_participants p
                JOIN unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS n (conversation_id, user_id, message_no)
                    USING (conversation_id, user_id)
                FOR NO KEY UPDATE OF p SKIP LOCKED)
            UPDATE communications.conversation_participants p SET pushed_message_no = greatest(p.pushed_message_no, free.message_no)
            FROM free WHERE p.conversation_id = free.conversation_id AND p.user_id = free.user_id
            """;

    private final Database database;
    private final EventLog log;
    private final PushSettings settings;
    private final Clock clock;
    private volatile Instant lookedUntil;

    OfflinePush(Database database, EventLog log, PushSettings settings, Clock clock) {
        this.database = database;
        this.log = log;
        this.settings = settings;
        this.clock = clock;
        this.lookedUntil = clock.instant().minus(settings.delay()).minus(settings.lookBack());
        repeat("notices of unread messages", settings.every(), this::look);
    }

    /** What one batch of a look came to. */
    private record Pushed(int found, long marked) {}

    /** Everything that has become due since the last look, batch by batch; what could not be marked is looked for again. */
    Mono<Void> look() {
        var now = clock.instant();
        var from = lookedUntil.minus(settings.overlap());
        var until = now.minus(settings.delay());
        return Mono.defer(() -> find(from, until, now))
                .flatMap(found -> push(found, now).map(marked -> new Pushed(found.size(), marked)))
                .repeat()
                .takeUntil(pushed -> pushed.found() < settings.batch() || pushed.marked() == 0)
                .last()
                .doOnNext(last -> {
                    if (last.marked() == last.found()) {
                        lookedUntil = until;
                    }
                })
                .then();
    }

    private Mono<List<Unread>> find(Instant from, Instant until, Instant now) {
        return database.single(statements ->
                statements.query(FIND, OfflinePush::unread, firstId(from), firstId(until), now, settings.batch()));
    }

    /** The smallest id of a message of that time (RFC 9562, version 7). */
    static UUID firstId(Instant time) {
        return new UUID(time.toEpochMilli() << RANDOM_BITS, 0);
    }

    /** Asked for, then marked: dying in between asks again, under the same key. */
    private Mono<Long> push(List<Unread> found, Instant now) {
        if (found.isEmpty()) {
            return Mono.just(0L);
        }
        var entries = found.stream().map(unread -> entry(unread, now)).toList();
        return log.append(entries).then(Mono.defer(() -> mark(found)));
    }

    private LogEntry entry(Unread unread, Instant now) {
        var request = unread.request(now.plus(settings.validity()));
        var event = new CloudEvent(
                unread.key(), NotificationRequested.TYPE, "/" + Unread.PRODUCER, now, TraceContext.start());
        return new LogEntry(
                Topics.NOTIFICATION_REQUESTS, request.recipientUserId().toString(), event, Json.bytes(request));
    }

    private Mono<Long> mark(List<Unread> found) {
        return database.single(statements -> statements.execute(
                MARK,
                found.stream().map(Unread::conversationId).toArray(UUID[]::new),
                found.stream().map(Unread::userId).toArray(UUID[]::new),
                found.stream().map(Unread::lastMessageNo).toArray(Long[]::new)));
    }

    private static Unread unread(Row row) {
        return new Unread(
                Objects.requireNonNull(row.get(0, UUID.class)),
                Objects.requireNonNull(row.get(1, UUID.class)),
                Objects.requireNonNull(row.get(2, Long.class)),
                Objects.requireNonNull(row.get(3, Long.class)),
                row.get(4, String.class),
                row.get(5, String.class),
                row.get(6, String.class));
    }
}
