package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.hub.chat.log.Columns;
import com.eventfulhq.hub.chat.log.Draft;
import com.eventfulhq.hub.chat.log.Head;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what the decisions of a batch need: a statement for each kind of thing, and none for what nobody named. */
final class Loading {

    private static final String PERSON = """
            SELECT p.conversation_id, p.user_id, p.role, p.joined_at, p.left_at, p.read_message_no, p.read_ev, p.delivered_ev, p.muted_until
            """;

    private static final String PEOPLE = PERSON + """
            FROM communications.conversation_participants p
            JOIN unnest($1::uuid[], $2::uuid[]) AS named (conversation_id, user_id) USING (conversation_id, user_id)
            """;

    /** Who is named and belongs to nothing there is a row without a person. */
    private static final String CONVERSATIONS = PERSON + """
                , c.conversation_id, c.title, c.archived_at
            FROM unnest($1::uuid[], $2::uuid[]) AS named (conversation_id, user_id)
            JOIN communications.internal_conversations c USING (conversation_id)
            LEFT JOIN communications.conversation_participants p
                ON p.conversation_id = named.conversation_id AND p.user_id = named.user_id
            WHERE NOT c.is_deleted
            """;

    /** And whom of the others they have blocked. */
    private static final String EVERYBODY = PERSON + """
                , ARRAY(SELECT b.blocked_user_id FROM communications.user_blocks b JOIN communications.conversation_participants o
                    ON o.user_id = b.blocked_user_id AND o.conversation_id = p.conversation_id AND o.left_at IS NULL
                    WHERE b.user_id = p.user_id)
            FROM communications.conversation_participants p WHERE p.conversation_id = ANY($1) AND p.left_at IS NULL
            """;

    private static final String OWNERS = PERSON + """
            FROM communications.conversation_participants p
            WHERE p.conversation_id = ANY($1) AND p.left_at IS NULL AND p.role = 'owner'
            """;

    private static final String LINES = """
            SELECT message_id, conversation_id, sender_user_id, message_no, content, attachments::text, forwarded_from_message_id, mentions,
                created_at, edit_version, is_deleted, pinned_at IS NOT NULL
            FROM communications.internal_messages WHERE message_id = ANY($1)
            """;

    private static final String REACTIONS = """
            SELECT r.message_id, r.reaction, r.user_id FROM communications.message_reactions r
            JOIN unnest($1::uuid[], $2::text[], $3::uuid[]) AS named (message_id, reaction, user_id)
                ON r.message_id = named.message_id AND r.reaction = named.reaction AND r.user_id = named.user_id
            """;

    private static final String SEEN = """
            SELECT e.conversation_id, e.ev, e.message_no FROM communications.conversation_events e
            JOIN unnest($1::uuid[], $2::bigint[]) AS named (conversation_id, ev) USING (conversation_id, ev)
            """;

    private static final String USERS = "SELECT user_id FROM security.users WHERE user_id = ANY($1) AND NOT is_deleted";

    private static final String FILES = """
            SELECT file_id, uploader_user_id, cdn_url IS NOT NULL, mime_type, original_filename, file_size_bytes FROM media.media_files
            WHERE file_id = ANY($1) AND NOT is_deleted AND processing_status <> 'failed'
            """;

    private static final String BOOKINGS = "SELECT booking_id FROM marketplace.bookings WHERE booking_id = ANY($1)";

    private static final String BLOCKS = """
            SELECT user_id, blocked_user_id FROM communications.user_blocks
            WHERE user_id = ANY($1) AND blocked_user_id = ANY($1)
            """;

    /** Everybody of a conversation is read, where few are there, to know who is blocked when two are left. */
    private static final int FEW = 100;

    private final Statements statements;
    private final Draft draft;
    private final Named named;
    private final World world = new World();
    private final Changes changes = new Changes();
    private final Map<UUID, Room> rooms = new HashMap<>();
    private final Set<UUID> pairs = new HashSet<>();

    Loading(Statements statements, Draft draft, Named named) {
        this.statements = statements;
        this.draft = draft;
        this.named = named;
    }

    /** What was read. */
    record Loaded(Map<UUID, Room> rooms, Changes changes) {}

    Mono<Loaded> load() {
        return Flux.<Mono<Void>>just(
                        conversations(),
                        Mono.defer(this::begin),
                        Mono.defer(() -> each(OWNERS, named.membership, Rows::person, this::found)),
                        Mono.defer(() -> each(EVERYBODY, few(), Blocking::of, this::found)),
                        each(LINES, named.messages, Rows::line, line -> world.lines()
                                .put(line.messageId(), line)),
                        reactions(),
                        seen(),
                        readers(),
                        each(USERS, named.users, row -> Rows.id(row, 0), world.users()::add),
                        each(FILES, named.files, Rows::attachment, file -> world.files()
                                .put(file.fileId(), file)),
                        each(BOOKINGS, named.created, row -> Rows.id(row, 0), world.reserved()::add),
                        entities(),
                        Mono.defer(this::blocks))
                .concatMap(part -> part)
                .then(Mono.fromSupplier(() -> new Loaded(rooms, changes)));
    }

    private record Found(
            UUID conversationId,
            @Nullable String title,
            @Nullable Instant archivedAt,
            @Nullable Person person) {

        static Found of(Row row) {
            return new Found(
                    Rows.id(row, 9),
                    row.get(10, String.class),
                    row.get(11, Instant.class),
                    row.get(0) == null ? null : Rows.person(row));
        }
    }

    private record Blocking(Person person, List<UUID> blocked) {

        static Blocking of(Row row) {
            return new Blocking(Rows.person(row), List.of(Objects.requireNonNull(row.get(9, UUID[].class))));
        }
    }

    private Mono<Void> conversations() {
        if (named.people.isEmpty()) {
            return Mono.empty();
        }
        var people = Columns.of(named.people);
        return statements
                .query(
                        CONVERSATIONS,
                        Found::of,
                        people.ids(World.Belonging::conversationId),
                        people.ids(World.Belonging::userId))
                .doOnNext(found -> found.forEach(this::found))
                .then();
    }

    private void found(Found found) {
        var head = draft.head(found.conversationId());
        if (head != null) {
            room(head).exists(found.title(), found.archivedAt());
            if (found.person() != null) {
                found(found.person());
            }
        }
    }

    private void found(Blocking blocking) {
        var person = blocking.person();
        found(person);
        pairs.add(person.userId());
        blocking.blocked().forEach(blocked -> world.blocks().add(new World.Block(person.userId(), blocked)));
    }

    private Room room(Head head) {
        return rooms.computeIfAbsent(head.conversationId(), unused -> new Room(head, world, changes));
    }

    private Mono<Void> begin() {
        named.created.forEach(conversation -> room(draft.begin(conversation)));
        return Mono.empty();
    }

    private void found(Person person) {
        var room = rooms.get(person.conversationId());
        if (room != null) {
            room.found(person);
        }
    }

    private Set<UUID> few() {
        Set<UUID> few = new HashSet<>();
        for (var conversation : named.spoken) {
            var head = draft.head(conversation);
            int most = named.membership.contains(conversation) ? FEW : 2;
            if (head != null && head.participantCount() <= most && rooms.containsKey(conversation)) {
                few.add(conversation);
            }
        }
        return few;
    }

    private Mono<Void> reactions() {
        if (named.reactions.isEmpty()) {
            return Mono.empty();
        }
        var rows = Columns.of(named.reactions);
        return statements
                .query(
                        REACTIONS,
                        row -> new Changes.Reaction(Rows.id(row, 0), Rows.text(row, 1), Rows.id(row, 2)),
                        rows.ids(Changes.Reaction::messageId),
                        rows.texts(Changes.Reaction::reaction),
                        rows.ids(Changes.Reaction::user))
                .doOnNext(found -> found.forEach(reaction -> rooms.values().forEach(room -> room.found(reaction))))
                .then();
    }

    private record Seen(UUID conversationId, long ev, long messageNo) {}

    private void found(Seen seen) {
        var room = rooms.get(seen.conversationId());
        if (room != null) {
            room.found(seen.ev(), seen.messageNo());
        }
    }

    private Mono<Void> seen() {
        var places = Columns.of(named.seen.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(ev -> new SimpleImmutableEntry<>(entry.getKey(), ev)))
                .toList());
        var conversations = places.ids(Map.Entry::getKey);
        if (conversations.length == 0) {
            return Mono.empty();
        }
        return statements
                .query(
                        SEEN,
                        row -> new Seen(Rows.id(row, 0), Rows.number(row, 1), Rows.number(row, 2)),
                        conversations,
                        places.numbers(Map.Entry::getValue))
                .doOnNext(found -> found.forEach(this::found))
                .then();
    }

    private Mono<Void> readers() {
        if (named.readers.isEmpty()) {
            return Mono.empty();
        }
        var rows = Columns.of(named.readers);
        return statements
                .query(
                        PEOPLE,
                        Rows::person,
                        rows.ids(World.Belonging::conversationId),
                        rows.ids(World.Belonging::userId))
                .doOnNext(found -> found.stream().filter(Person::takesPart).forEach(person -> world.readers()
                        .add(new World.Belonging(person.conversationId(), person.userId()))))
                .then();
    }

    private Mono<Void> entities() {
        return Flux.fromIterable(named.entities.entrySet())
                .concatMap(type -> each(
                        EntityTypes.query(type.getKey()),
                        type.getValue(),
                        row -> new World.Entity(type.getKey(), Rows.id(row, 0)),
                        world.entities()::add))
                .then();
    }

    private Mono<Void> blocks() {
        if (named.created.isEmpty() && named.membership.isEmpty()) {
            return Mono.empty();
        }
        pairs.addAll(named.users);
        named.people.forEach(person -> pairs.add(person.userId()));
        return each(BLOCKS, pairs, row -> new World.Block(Rows.id(row, 0), Rows.id(row, 1)), world.blocks()::add);
    }

    private <T> Mono<Void> each(String sql, Collection<UUID> ids, Function<Row, T> read, Consumer<T> take) {
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .query(sql, read, (Object) ids.toArray(UUID[]::new))
                .doOnNext((List<T> found) -> found.forEach(take))
                .then();
    }
}
