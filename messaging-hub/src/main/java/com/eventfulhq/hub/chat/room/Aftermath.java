package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.event.ChatEvent;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.chat.log.ChatSettings;
import com.eventfulhq.hub.chat.log.Columns;
import com.eventfulhq.hub.chat.log.Draft;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Receipt;
import com.eventfulhq.hub.chat.log.ThreadEvent;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * What follows from a batch of conversations: frames of deleted messages lose their content, people hear how a conversation stands for
 * them, other services hear what happened. For commands that came again, too, and then by what is so now.
 */
final class Aftermath {

    private static final String SOURCE = "/messaging-hub";
    private static final int PREVIEW = 100;
    private static final ObjectWriter EVENTS = Json.MAPPER.writerFor(ChatEvent.class);
    private static final List<String> CONTENT =
            List.of("content", "attachments", "mentions", "reply_to", "forwarded_from");

    private static final String SPOKEN = """
            SELECT conversation_id, ev, frame FROM communications.conversation_events
            WHERE message_id = ANY($1) AND kind IN ('message', 'edit')
            """;

    private static final String REWRITE = """
            UPDATE communications.conversation_events e SET frame = n.frame
            FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS n (conversation_id, ev, frame)
            WHERE e.conversation_id = n.conversation_id AND e.ev = n.ev
            """;

    private static final String STANDING = """
            SELECT p.conversation_id, p.user_id, p.left_at IS NULL, p.role, p.read_ev, p.read_message_no,
                h.last_message_no - p.read_message_no, p.muted_until,
                (SELECT count(*) FROM communications.message_mentions m WHERE m.user_id = p.user_id
                    AND m.conversation_id = p.conversation_id AND m.message_no > p.read_message_no)
            FROM communications.conversation_participants p JOIN communications.conversation_heads h USING (conversation_id)
            JOIN unnest($1::uuid[], $2::uuid[]) AS n (conversation_id, user_id) USING (conversation_id, user_id)
            """;

    private final Draft draft;
    private final Changes changes;
    private final ChatSettings settings;
    /** What was sent here and is still there: its frame need not be read. */
    private final Map<UUID, Line> said = new HashMap<>();

    Aftermath(Draft draft, Changes changes, ChatSettings settings) {
        this.draft = draft;
        this.changes = changes;
        this.settings = settings;
    }

    Mono<Void> tell(Statements statements) {
        changes.sent().forEach(sent -> said.put(sent.line().messageId(), sent.line()));
        changes.deleted().forEach(touched -> said.remove(touched.line().messageId()));
        changes.saw().forEach((person, participants) -> {
            if (participants <= settings.receiptsUpTo()) {
                draft.telling()
                        .receipt(new Receipt(
                                person.conversationId(), person.userId(), person.readEv(), person.deliveredEv()));
            }
        });
        return redact(statements).then(Mono.defer(() -> standings(statements, publish())));
    }

    // Deleted messages.

    private record Spoken(UUID conversationId, long ev, String frame) {}

    private Mono<Void> redact(Statements statements) {
        var deleted = changes.deleted().stream()
                .map(touched -> touched.line().messageId())
                .toArray(UUID[]::new);
        if (deleted.length == 0) {
            return Mono.empty();
        }
        for (var message : deleted) {
            draft.rewrite(message, Aftermath::redacted);
        }
        return statements
                .query(
                        SPOKEN,
                        row -> new Spoken(Rows.id(row, 0), Rows.number(row, 1), redacted(Rows.text(row, 2))),
                        (Object) deleted)
                .flatMap(spoken -> {
                    var rows = Columns.of(spoken);
                    return statements.execute(
                            REWRITE,
                            rows.ids(Spoken::conversationId),
                            rows.numbers(Spoken::ev),
                            rows.texts(Spoken::frame));
                })
                .then();
    }

    /** The frame of a message or an edit as it is once the message is deleted; others are as they were. */
    static String redacted(String frame) {
        var event = (ObjectNode) Json.MAPPER.readTree(frame);
        switch (event.path("kind").asString("")) {
            case "message" -> redact((ObjectNode) event.path("message"));
            case "edit" -> redact(event);
            default -> {
                return frame;
            }
        }
        return event.toString();
    }

    private static void redact(ObjectNode said) {
        said.remove(CONTENT);
        said.put("deleted", true);
    }

    // Other services.

    /** @return who else may have to hear how a conversation stands, because a command came again */
    private Set<World.Belonging> publish() {
        Set<World.Belonging> again = new HashSet<>();
        for (var event : draft.repeated()) {
            publish(event, again);
        }
        for (var event : draft.events()) {
            publish(event, new HashSet<>());
        }
        return again;
    }

    private void publish(ThreadEvent event, Set<World.Belonging> concerned) {
        switch (event.kind()) {
            case "message" -> {
                var messageId = Objects.requireNonNull(event.messageId());
                var line = said.get(messageId);
                say(
                        event,
                        "",
                        new ChatEvent.MessageSent(
                                event.conversationId(),
                                messageId,
                                event.actor(),
                                event.messageNo(),
                                line == null ? preview(frame(event).path("message")) : preview(line.content())));
            }
            case "edit" -> {
                var edit = frame(event);
                say(
                        event,
                        "",
                        new ChatEvent.MessageEdited(
                                event.conversationId(),
                                Objects.requireNonNull(event.messageId()),
                                edit.path("message_no").asLong(),
                                preview(edit)));
            }
            case "delete" ->
                say(
                        event,
                        "",
                        new ChatEvent.MessageDeleted(
                                event.conversationId(),
                                Objects.requireNonNull(event.messageId()),
                                frame(event).path("message_no").asLong()));
            case "created" -> {
                var created = frame(event);
                var people = ids(created.path("participants"));
                people.forEach(user -> concerned.add(new World.Belonging(event.conversationId(), user)));
                say(
                        event,
                        "",
                        new ChatEvent.ConversationCreated(
                                event.conversationId(), created.path("title").stringValue(null), people));
            }
            case "joined" ->
                ids(frame(event).path("user_ids")).forEach(user -> {
                    concerned.add(new World.Belonging(event.conversationId(), user));
                    say(event, "/" + user, new ChatEvent.ParticipantAdded(event.conversationId(), user));
                });
            case "left" -> {
                var user = UUID.fromString(frame(event).path("user_id").asString());
                concerned.add(new World.Belonging(event.conversationId(), user));
                say(event, "/" + user, new ChatEvent.ParticipantRemoved(event.conversationId(), user));
                draft.telling().left(event.conversationId(), event.ev(), user);
            }
            default -> {}
        }
    }

    private static JsonNode frame(ThreadEvent event) {
        return Json.MAPPER.readTree(event.frame());
    }

    private static List<UUID> ids(JsonNode array) {
        var ids = new ArrayList<UUID>(array.size());
        array.forEach(node -> ids.add(UUID.fromString(node.asString())));
        return ids;
    }

    private static @Nullable String preview(JsonNode said) {
        return preview(said.path("content").stringValue(null));
    }

    private static @Nullable String preview(@Nullable String content) {
        if (content == null || content.length() <= PREVIEW) {
            return content;
        }
        boolean halves = Character.isHighSurrogate(content.charAt(PREVIEW - 1));
        return content.substring(0, halves ? PREVIEW - 1 : PREVIEW) + "…";
    }

    /** Under an id made of the event's place: said again, it is recognised. */
    private void say(ThreadEvent event, String further, ChatEvent said) {
        var attributes = new CloudEvent(
                event.conversationId() + "/" + event.ev() + further,
                said.type(),
                SOURCE,
                event.at(),
                draft.traceOf(event).child());
        draft.telling()
                .publish(new LogEntry(
                        Topics.CHAT_EVENTS,
                        event.conversationId().toString(),
                        attributes,
                        EVENTS.writeValueAsBytes(said)));
    }

    // People.

    private record Standing(UUID user, boolean takesPart, UUID conversation, String frame) {}

    private Mono<Void> standings(Statements statements, Set<World.Belonging> again) {
        Set<World.Belonging> concerned = new HashSet<>(changes.concerned());
        concerned.addAll(again);
        if (concerned.isEmpty()) {
            return Mono.empty();
        }
        var rows = Columns.of(concerned);
        return statements
                .query(
                        STANDING,
                        Aftermath::standing,
                        rows.ids(World.Belonging::conversationId),
                        rows.ids(World.Belonging::userId))
                .doOnNext(found -> found.forEach(this::say))
                .then();
    }

    private void say(Standing standing) {
        draft.telling().person(standing.user(), standing.frame());
        if (standing.takesPart()) {
            // Came back since: whatever said that they left is over.
            draft.telling().stays(standing.conversation(), standing.user());
        }
    }

    private static Standing standing(Row row) {
        boolean takesPart = Objects.requireNonNull(row.get(2, Boolean.class));
        var mine = Members.none().add("conversation_id", Rows.id(row, 0));
        if (takesPart) {
            Instant muted = row.get(7, Instant.class);
            mine.add("role", Rows.text(row, 3))
                    .add("read_ev", Rows.number(row, 4))
                    .add("read_message_no", Rows.number(row, 5))
                    .add("unread", Rows.number(row, 6))
                    .add("unread_mentions", Rows.number(row, 8))
                    .orNull("muted_until", muted);
        } else {
            mine.add("left", true);
        }
        var frame = Members.none()
                .add("push", "list")
                .raw("mine", "[" + mine.object() + "]")
                .object();
        return new Standing(Rows.id(row, 1), takesPart, Rows.id(row, 0), frame);
    }
}
