package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.database.Change;
import com.eventfulhq.common.database.Database.Statements;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The rows every thread has: its head, its events, and the answers to commands that changed nothing. */
final class LogRows {

    /**
     * A plan that was made while a table was small would read all of it for as long as it is kept, and these tables grow faster than
     * anybody notices; what is looked for here is always found by an index, row by row. And in the order it is asked for: two writers
     * never lock crosswise. While partitions change hands two hubs may write the same one: the second waits here, before it holds anything.
     */
    private static final String ALONE_AND_BY_INDEX = """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                set_config('enable_mergejoin', 'off', true), pg_advisory_xact_lock(%d, partition)
            FROM unnest('{%s}'::int[]) AS partition
            """;

    /** Of those locks in this database; "chat". */
    private static final int LOCKS_OF_PARTITIONS = 0x63686174;

    private static final String HEADS = """
            SELECT h.conversation_id, h.last_ev, h.last_message_no, h.participant_count, h.log_partition, h.log_position, h.log_time
            FROM communications.conversation_heads h WHERE h.conversation_id = ANY($1)
            """;

    /**
     * The heads of threads that may get events, locked, and beside them what was asked before. Number 0: the command changed nothing, and
     * only its answer was kept. What has no head has no events either. What is not compared by "=" keeps the events' other key, which
     * begins with the conversation too, from being taken: it would read all events of the conversation.
     */
    private static final String LOCKED = """
            SELECT h.conversation_id, h.last_ev, h.last_message_no, h.participant_count, h.log_partition, h.log_position, h.log_time,
                known.ev, known.kind, asked.actor_user_id, asked.client_event_id, known.message_id, known.message_no, known.answer,
                known.frame, known.created_at
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS asked (conversation_id, actor_user_id, client_event_id)
            JOIN communications.conversation_heads h USING (conversation_id)
            LEFT JOIN LATERAL (
                SELECT e.ev, e.kind, e.message_id, e.message_no, e.answer, e.frame, e.created_at
                FROM communications.conversation_events e WHERE e.actor_user_id = asked.actor_user_id
                    AND e.client_event_id = asked.client_event_id AND e.conversation_id IS NOT DISTINCT FROM asked.conversation_id
                UNION ALL
                SELECT 0, '', NULL, 0, a.answer, '', a.created_at
                FROM communications.conversation_answers a WHERE a.conversation_id = asked.conversation_id
                    AND a.actor_user_id = asked.actor_user_id AND a.client_event_id = asked.client_event_id) AS known ON true
            ORDER BY h.conversation_id FOR UPDATE OF h
            """;

    private static final String BEGIN = """
            INSERT INTO communications.conversation_heads (conversation_id, last_ev, last_message_no, last_message_at, participant_count,
                log_partition, log_position, log_time)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::int[], $6::int[], $7::bigint[],
                $8::timestamptz[])
            ON CONFLICT DO NOTHING
            """;

    private static final String ADVANCE = """
            UPDATE communications.conversation_heads h
            SET last_ev = n.last_ev, last_message_no = n.last_message_no, participant_count = n.participant_count,
                last_message_at = coalesce(n.last_message_at, h.last_message_at), log_partition = n.log_partition,
                log_position = n.log_position, log_time = n.log_time,
                changed_tx = CASE WHEN n.changed = 1 THEN pg_current_xact_id() ELSE h.changed_tx END
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::int[], $6::int[], $7::bigint[], $8::timestamptz[],
                    $9::int[])
                AS n (conversation_id, last_ev, last_message_no, last_message_at, participant_count, log_partition, log_position, log_time,
                    changed)
            WHERE h.conversation_id = n.conversation_id
            """;

    private static final String APPEND = """
            INSERT INTO communications.conversation_events
                (conversation_id, ev, kind, actor_user_id, client_event_id, message_id, message_no, answer, frame, created_at)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::text[],
                $9::text[], $10::timestamptz[])
            """;

    private static final String KEEP = """
            INSERT INTO communications.conversation_answers (conversation_id, actor_user_id, client_event_id, answer, created_at)
            SELECT conversation_id, actor_user_id, client_event_id, answer, $5
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS t (conversation_id, actor_user_id, client_event_id, answer)
            """;

    private LogRows() {}

    /** What a transaction begins with. */
    static String aloneAndByIndex(Draft draft) {
        return ALONE_AND_BY_INDEX.formatted(
                LOCKS_OF_PARTITIONS,
                draft.commands().stream()
                        .map(Command::partition)
                        .distinct()
                        .sorted()
                        .map(partition -> Integer.toString(partition))
                        .collect(Collectors.joining(",")));
    }

    /** Locks the heads of threads that may get events, finds what was asked before, and reads the heads of the others. */
    static Mono<Void> load(Statements statements, Draft draft) {
        Set<UUID> written = new HashSet<>();
        Set<UUID> read = new HashSet<>();
        Set<Once> asked = new HashSet<>();
        for (var command : draft.commands()) {
            switch (command.asked()) {
                case ChatCommand.Durable durable -> {
                    written.add(durable.conversationId());
                    asked.add(Objects.requireNonNull(command.once()));
                    if (durable instanceof ChatCommand.Send send && send.after() != null) {
                        asked.add(new Once(send.conversationId(), command.by().value(), send.after()));
                    }
                }
                case ChatCommand.Seen seen -> read.add(seen.conversationId());
                case ChatCommand.Mute mute -> read.add(mute.conversationId());
            }
        }
        read.removeAll(written);
        return lock(statements, asked, draft).then(Mono.defer(() -> read(statements, read, draft)));
    }

    private record Locked(Head head, @Nullable ThreadEvent known) {}

    private static Mono<Void> lock(Statements statements, Collection<Once> all, Draft draft) {
        if (all.isEmpty()) {
            return Mono.empty();
        }
        var asked = Columns.of(all);
        return statements
                .query(
                        LOCKED,
                        row -> new Locked(head(row), row.get(7) == null ? null : event(row)),
                        asked.ids(Once::conversationId),
                        asked.ids(Once::actor),
                        asked.ids(Once::clientEventId))
                .doOnNext(found -> found.forEach(locked -> found(locked, draft)))
                .then();
    }

    private static void found(Locked locked, Draft draft) {
        draft.found(locked.head());
        if (locked.known() != null) {
            found(locked.known(), draft);
        }
    }

    private static Mono<Void> read(Statements statements, Set<UUID> ids, Draft draft) {
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .query(HEADS, LogRows::head, (Object) ids.toArray(UUID[]::new))
                .doOnNext(found -> found.forEach(draft::found))
                .then();
    }

    private static void found(ThreadEvent event, Draft draft) {
        if (event.ev() == 0) {
            draft.found(event.once(), event.answer());
        } else {
            draft.found(event);
        }
    }

    /**
     * Writes heads and events, and in the same statement whatever can be written with them. New heads before that: whoever begins a thread
     * waits there for another who does, too.
     */
    static Mono<Void> write(Statements statements, Draft draft, List<ThreadKind.Writing> kinds) {
        var changes = new ArrayList<Change>();
        advance(changes, changed(draft, false));
        append(changes, draft.events());
        keep(changes, draft);
        kinds.forEach(kind -> changes.addAll(kind.first()));
        return begin(statements, changed(draft, true)).then(Mono.defer(() -> statements.execute(changes)));
    }

    private static List<Head> changed(Draft draft, boolean isNew) {
        return draft.heads().stream()
                .filter(head -> head.isToBeWritten() && head.isNew() == isNew)
                .sorted(Comparator.comparing(Head::conversationId))
                .toList();
    }

    private static Mono<Void> begin(Statements statements, List<Head> heads) {
        if (heads.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(BEGIN, columns(heads))
                .flatMap(begun -> begun == heads.size() ? Mono.empty() : Mono.error(new HeadRace()));
    }

    private static void advance(List<Change> changes, List<Head> heads) {
        if (!heads.isEmpty()) {
            var isChanged = Columns.of(heads).integers(head -> head.changed() ? 1 : 0);
            changes.add(Change.of(ADVANCE, with(columns(heads), isChanged)));
        }
    }

    private static Object[] with(Object[] columns, Object another) {
        var all = java.util.Arrays.copyOf(columns, columns.length + 1);
        all[columns.length] = another;
        return all;
    }

    private static Object[] columns(List<Head> heads) {
        var rows = Columns.of(heads);
        return new Object[] {
            rows.ids(Head::conversationId),
            rows.numbers(Head::lastEv),
            rows.numbers(Head::lastMessageNo),
            rows.times(Head::lastMessageAt),
            rows.integers(Head::participantCount),
            rows.integers(head -> head.place() == null ? null : head.place().partition()),
            rows.numbers(head -> head.place() == null ? null : head.place().position()),
            rows.times(head -> head.place() == null ? null : head.place().time())
        };
    }

    private static void append(List<Change> changes, List<ThreadEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        var rows = Columns.of(events);
        changes.add(Change.of(
                APPEND,
                rows.ids(ThreadEvent::conversationId),
                rows.numbers(ThreadEvent::ev),
                rows.texts(ThreadEvent::kind),
                rows.ids(ThreadEvent::actor),
                rows.ids(ThreadEvent::clientEventId),
                rows.ids(ThreadEvent::messageId),
                rows.numbers(ThreadEvent::messageNo),
                rows.texts(ThreadEvent::answer),
                rows.texts(ThreadEvent::frame),
                rows.times(ThreadEvent::at)));
    }

    private static void keep(List<Change> changes, Draft draft) {
        if (draft.unchanged().isEmpty()) {
            return;
        }
        var rows = Columns.of(draft.unchanged().entrySet());
        changes.add(Change.of(
                KEEP,
                rows.ids(row -> row.getKey().conversationId()),
                rows.ids(row -> row.getKey().actor()),
                rows.ids(row -> row.getKey().clientEventId()),
                rows.texts(Map.Entry::getValue),
                draft.at()));
    }

    private static Head head(Row row) {
        var head =
                Head.of(id(row, 0), number(row, 1), number(row, 2), Objects.requireNonNull(row.get(3, Integer.class)));
        Integer partition = row.get(4, Integer.class);
        Long position = row.get(5, Long.class);
        Instant time = row.get(6, Instant.class);
        return partition == null || position == null || time == null
                ? head
                : head.decidedUpTo(new Place(partition, position, time));
    }

    private static ThreadEvent event(Row row) {
        return new ThreadEvent(
                id(row, 0),
                number(row, 7),
                text(row, 8),
                id(row, 9),
                id(row, 10),
                row.get(11, UUID.class),
                number(row, 12),
                text(row, 13),
                text(row, 14),
                Objects.requireNonNull(row.get(15, Instant.class)));
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    private static long number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
