package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.database.Change;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.hub.chat.log.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes the rows of a batch: one statement for each kind of change. Only what the audit trail attributes to somebody takes one for
 * each person, because who acts is a setting of the transaction, and triggers read it when their statement ends.
 */
final class Writing {

    private static final String ACTING =
            "WITH acting AS MATERIALIZED (SELECT set_config('eventful.acting_user', $1, true) AS who)\n";

    private static final String NOBODY = "SELECT set_config('eventful.acting_user', '', true)";

    private static final String CREATE = ACTING + """
            INSERT INTO communications.internal_conversations (conversation_id, title, related_entity_type, related_entity_id)
            SELECT n.* FROM acting, unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[]) AS n WHERE acting.who IS NOT NULL
            """;

    private static final String RENAME = ACTING + """
            UPDATE communications.internal_conversations c SET title = n.title, archived_at = n.archived_at
            FROM acting, unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS n (conversation_id, title, archived_at)
            WHERE acting.who IS NOT NULL AND c.conversation_id = n.conversation_id
            """;

    private static final String BELONG = """
            INSERT INTO communications.conversation_participants AS p (conversation_id, user_id, role, joined_at, left_at, read_message_no,
                read_ev, delivered_ev, muted_until)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[],
                $8::bigint[], $9::timestamptz[])
            ON CONFLICT (conversation_id, user_id) DO UPDATE SET role = EXCLUDED.role, joined_at = EXCLUDED.joined_at,
                left_at = EXCLUDED.left_at, read_message_no = greatest(p.read_message_no, EXCLUDED.read_message_no),
                read_ev = greatest(p.read_ev, EXCLUDED.read_ev), delivered_ev = greatest(p.delivered_ev, EXCLUDED.delivered_ev),
                muted_until = EXCLUDED.muted_until, changed_tx = pg_current_xact_id()
            """;

    private static final String SEE = """
            UPDATE communications.conversation_participants p SET read_message_no = greatest(p.read_message_no, n.read_message_no),
                read_ev = greatest(p.read_ev, n.read_ev), delivered_ev = greatest(p.delivered_ev, n.delivered_ev),
                changed_tx = pg_current_xact_id()
            FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])
                AS n (conversation_id, user_id, read_message_no, read_ev, delivered_ev)
            WHERE p.conversation_id = n.conversation_id AND p.user_id = n.user_id
            """;

    private static final String MUTE = """
            UPDATE communications.conversation_participants p SET muted_until = n.muted_until, changed_tx = pg_current_xact_id()
            FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS n (conversation_id, user_id, muted_until)
            WHERE p.conversation_id = n.conversation_id AND p.user_id = n.user_id
            """;

    private static final String SEND = """
            INSERT INTO communications.internal_messages (message_id, conversation_id, sender_user_id, message_no, ev, client_message_id,
                message_type, content, attachments, reply_to_message_id, mentions, forwarded_from_message_id, created_at, created_by_user_id,
                updated_by_user_id)
            SELECT message_id, conversation_id, sender, message_no, ev, client_id, message_type, content, attachments::jsonb, reply_to,
                mentions::uuid[], forwarded_from, created_at, sender, sender
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[], $8::text[], $9::text[],
                $10::uuid[], $11::text[], $12::uuid[], $13::timestamptz[])
                AS n (message_id, conversation_id, sender, message_no, ev, client_id, message_type, content, attachments, reply_to,
                    mentions, forwarded_from, created_at)
            """;

    /** What is in use is not deleted, and what was deleted since it was looked for is not used. */
    private static final String USE = "SELECT media.use_in_messages($1::uuid[], $2::text[])";

    private static final String NO_LONGER_USE = "SELECT media.use_no_longer_in_messages($1::uuid[])";

    private static final String MENTION = """
            INSERT INTO communications.message_mentions (user_id, conversation_id, message_no)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
            """;

    private static final String REPLY = """
            UPDATE communications.internal_messages m SET reply_count = m.reply_count + n.more
            FROM unnest($1::uuid[], $2::int[]) AS n (message_id, more) WHERE m.message_id = n.message_id
            """;

    private static final String VERSION = """
            INSERT INTO communications.message_edits (message_id, edit_version, content, edited_at, editor_user_id)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::uuid[])
            """;

    private static final String EDIT = ACTING + """
            UPDATE communications.internal_messages m SET content = n.content, edit_version = n.version, edited_at = $5
            FROM acting, unnest($2::uuid[], $3::text[], $4::int[]) AS n (message_id, content, version)
            WHERE acting.who IS NOT NULL AND m.message_id = n.message_id
            """;

    private static final String DELETE = ACTING + """
            UPDATE communications.internal_messages m
            SET is_deleted = true, deleted_at = $3, pinned_at = NULL, pinned_by_user_id = NULL
            FROM acting, unnest($2::uuid[]) AS n (message_id) WHERE acting.who IS NOT NULL AND m.message_id = n.message_id
            """;

    private static final String UNMENTION = """
            DELETE FROM communications.message_mentions m USING unnest($1::uuid[], $2::bigint[], $3::uuid[])
                AS n (conversation_id, message_no, user_id)
            WHERE m.user_id = n.user_id AND m.conversation_id = n.conversation_id AND m.message_no = n.message_no
            """;

    private static final String PIN = ACTING + """
            UPDATE communications.internal_messages m
            SET pinned_at = CASE WHEN n.pinned = 1 THEN $4 END, pinned_by_user_id = CASE WHEN n.pinned = 1 THEN $1::uuid END
            FROM acting, unnest($2::uuid[], $3::int[]) AS n (message_id, pinned)
            WHERE acting.who IS NOT NULL AND m.message_id = n.message_id
            """;

    private static final String REACT = """
            INSERT INTO communications.message_reactions (message_id, reaction, user_id, created_at)
            SELECT message_id, reaction, user_id, $4 FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS n (message_id, reaction, user_id)
            ON CONFLICT DO NOTHING
            """;

    private static final String UNREACT = """
            DELETE FROM communications.message_reactions r USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS n (message_id, reaction, user_id)
            WHERE r.message_id = n.message_id AND r.reaction = n.reaction AND r.user_id = n.user_id
            """;

    private final Changes changes;
    private final Instant at;
    private final List<Change> writes = new ArrayList<>();
    /** How many of them need nothing else of the batch to be there before. */
    private final int first;

    /** Parents before children; whatever has nothing to write is left out. */
    Writing(Changes changes, Instant at) {
        this.changes = changes;
        this.at = at;
        conversations();
        belonging();
        boolean parents = !writes.isEmpty();
        cursors();
        sent();
        this.first = parents ? 0 : writes.size();
        messages();
        reactions();
        files();
    }

    /** What almost every batch has, and so in one statement with its heads and events: messages and cursors. */
    List<Change> first() {
        return writes.subList(0, first);
    }

    /** One after another. */
    Mono<Void> rest(Statements statements) {
        return Flux.fromIterable(writes.subList(first, writes.size()))
                .concatMap(change -> statements.execute(List.of(change)))
                .then();
    }

    private void conversations() {
        byPerson(
                changes.created(),
                Changes.Created::by,
                (who, rows) -> Change.of(
                        CREATE,
                        who,
                        rows.ids(Changes.Created::conversationId),
                        rows.texts(Changes.Created::title),
                        rows.texts(Changes.Created::entityType),
                        rows.ids(Changes.Created::entityId)));
        byPerson(
                changes.renamed(),
                Changes.Renamed::by,
                (who, rows) -> Change.of(
                        RENAME,
                        who,
                        rows.ids(Changes.Renamed::conversationId),
                        rows.texts(Changes.Renamed::title),
                        rows.times(Changes.Renamed::archivedAt)));
    }

    private void belonging() {
        at(
                people(Person::belongingChanged),
                rows -> Change.of(
                        BELONG,
                        rows.ids(Person::conversationId),
                        rows.ids(Person::userId),
                        rows.texts(person -> person.role().toString()),
                        rows.times(Person::joinedAt),
                        rows.times(Person::leftAt),
                        rows.numbers(Person::readMessageNo),
                        rows.numbers(Person::readEv),
                        rows.numbers(Person::deliveredEv),
                        rows.times(Person::mutedUntil)));
    }

    private void cursors() {
        at(
                people(Person::onlyCursorsChanged),
                rows -> Change.of(
                        SEE,
                        rows.ids(Person::conversationId),
                        rows.ids(Person::userId),
                        rows.numbers(Person::readMessageNo),
                        rows.numbers(Person::readEv),
                        rows.numbers(Person::deliveredEv)));
        at(
                people(Person::onlyMuteChanged),
                rows -> Change.of(
                        MUTE,
                        rows.ids(Person::conversationId),
                        rows.ids(Person::userId),
                        rows.times(Person::mutedUntil)));
    }

    private List<Person> people(Predicate<Person> changed) {
        return changes.people().stream()
                .filter(changed)
                .sorted(Comparator.comparing(Person::conversationId).thenComparing(Person::userId))
                .toList();
    }

    private void sent() {
        at(
                changes.sent(),
                rows -> Change.of(
                        SEND,
                        rows.ids(sent -> sent.line().messageId()),
                        rows.ids(sent -> sent.line().conversationId()),
                        rows.ids(sent -> sent.line().sender()),
                        rows.numbers(sent -> sent.line().messageNo()),
                        rows.numbers(Changes.Sent::ev),
                        rows.ids(Changes.Sent::clientEventId),
                        rows.texts(Changes.Sent::type),
                        rows.texts(sent -> sent.line().content()),
                        rows.texts(sent -> sent.line().attachments()),
                        rows.ids(Changes.Sent::replyTo),
                        rows.texts(sent -> array(sent.line().mentions())),
                        rows.ids(sent -> sent.line().forwardedFrom()),
                        rows.times(sent -> sent.line().sentAt())));
    }

    private void messages() {
        at(
                mentions(changes.sent().stream().map(Changes.Sent::line).toList()),
                rows -> Change.of(
                        MENTION,
                        rows.ids(Mention::userId),
                        rows.ids(Mention::conversationId),
                        rows.numbers(Mention::messageNo)));
        at(
                changes.replies().entrySet(),
                rows -> Change.of(REPLY, rows.ids(Map.Entry::getKey), rows.integers(Map.Entry::getValue)));
        edits();
        deletions();
        byPerson(
                changes.pins(),
                Changes.Touched::by,
                (who, rows) -> Change.of(
                        PIN,
                        who,
                        rows.ids(touched -> touched.line().messageId()),
                        rows.integers(touched -> touched.line().pinned() ? 1 : 0),
                        at));
    }

    private void edits() {
        at(
                changes.versions(),
                rows -> Change.of(
                        VERSION,
                        rows.ids(Changes.Version::messageId),
                        rows.integers(Changes.Version::version),
                        rows.texts(Changes.Version::content),
                        rows.times(Changes.Version::since),
                        rows.ids(Changes.Version::by)));
        byPerson(
                changes.edited(),
                Changes.Touched::by,
                (who, rows) -> Change.of(
                        EDIT,
                        who,
                        rows.ids(touched -> touched.line().messageId()),
                        rows.texts(touched -> touched.line().content()),
                        rows.integers(touched -> touched.line().version()),
                        at));
    }

    private void deletions() {
        byPerson(
                changes.deleted(),
                Changes.Touched::by,
                (who, rows) -> Change.of(
                        DELETE, who, rows.ids(touched -> touched.line().messageId()), at));
        at(
                mentions(changes.deleted().stream().map(Changes.Touched::line).toList()),
                rows -> Change.of(
                        UNMENTION,
                        rows.ids(Mention::conversationId),
                        rows.numbers(Mention::messageNo),
                        rows.ids(Mention::userId)));
    }

    private record Mention(UUID userId, UUID conversationId, long messageNo) {}

    /** Of others: nobody has to be told what they said themselves. */
    private static List<Mention> mentions(Collection<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.mentions().stream()
                        .filter(user -> !user.equals(line.sender()))
                        .map(user -> new Mention(user, line.conversationId(), line.messageNo())))
                .toList();
    }

    private void reactions() {
        at(
                changes.reactions(true),
                rows -> Change.of(
                        REACT,
                        rows.ids(Changes.Reaction::messageId),
                        rows.texts(Changes.Reaction::reaction),
                        rows.ids(Changes.Reaction::user),
                        at));
        at(
                changes.reactions(false),
                rows -> Change.of(
                        UNREACT,
                        rows.ids(Changes.Reaction::messageId),
                        rows.texts(Changes.Reaction::reaction),
                        rows.ids(Changes.Reaction::user)));
    }

    /** Last: a file that everybody attaches is locked by its count of uses, and for as short as possible. */
    private void files() {
        at(
                withFiles(changes.sent().stream().map(Changes.Sent::line)),
                rows -> Change.of(USE, rows.ids(Line::messageId), rows.texts(Line::attachments)));
        at(
                withFiles(changes.deleted().stream().map(Changes.Touched::line)),
                rows -> Change.of(NO_LONGER_USE, (Object) rows.ids(Line::messageId)));
    }

    private static List<Line> withFiles(Stream<Line> lines) {
        return lines.filter(line -> line.attachments() != null).toList();
    }

    private static @Nullable String array(List<UUID> ids) {
        return ids.isEmpty() ? null : ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private <T> void at(Collection<T> rows, Function<Columns<T>, Change> change) {
        if (!rows.isEmpty()) {
            writes.add(change.apply(Columns.of(rows)));
        }
    }

    /** A statement in the name of somebody. */
    private interface InTheNameOf<T> {
        Change change(String who, Columns<T> rows);
    }

    private <T> void byPerson(Collection<T> rows, Function<T, UUID> by, InTheNameOf<T> change) {
        if (rows.isEmpty()) {
            return;
        }
        Map<UUID, List<T>> people =
                rows.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
        people.forEach((who, own) -> writes.add(change.change(who.toString(), Columns.of(own))));
        writes.add(Change.of(NOBODY));
    }
}
