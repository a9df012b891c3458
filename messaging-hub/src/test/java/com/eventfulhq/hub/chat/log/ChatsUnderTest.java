package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.ChatCommandReader;
import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.HubUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The hub's chats, written to below the log: batches as a test cuts them. */
public final class ChatsUnderTest implements AutoCloseable {

    public final HubUnderTest hub;
    private final ChatLog log;
    private final Instant begun = Instant.now();
    private final AtomicLong positions = new AtomicLong();

    public ChatsUnderTest(String... properties) {
        hub = new HubUnderTest(properties);
        log = hub.bean(ChatLog.class);
    }

    /** What somebody asks, as a client's frame. */
    public record Asked(UUID by, ObjectNode frame) {
        public UUID clientEventId() {
            return UUID.fromString(frame.path("client_event_id").asString());
        }
    }

    /** A frame of name, value, name, value … */
    public static Asked ask(UUID by, String op, UUID conversation, Object... members) {
        var frame = Json.MAPPER.createObjectNode();
        frame.put("op", op);
        frame.put(op.equals("negotiate") ? "booking_id" : "conversation_id", conversation.toString());
        for (int i = 0; i < members.length; i += 2) {
            frame.set((String) members[i], Json.MAPPER.valueToTree(members[i + 1]));
        }
        if (!frame.has("client_event_id")
                && !List.of("read", "delivered", "mute").contains(op)) {
            frame.put("client_event_id", UUID.randomUUID().toString());
        }
        return new Asked(by, frame);
    }

    public UUID person() {
        var id = UUID.randomUUID();
        hub.rows(
                "INSERT INTO security.users (user_id, name, email, primary_archetype) VALUES (?::uuid, 'Ana', ?, 'Fan') RETURNING 1",
                id.toString(),
                id + "@example.com");
        return id;
    }

    /** Holds what the statement locks or writes until that is released; complete once it is committed. */
    public CompletableFuture<@Nullable Void> hold(String statement, Mono<Void> until, Object... parameters) {
        var held = new CompletableFuture<Boolean>();
        var committed = hub.bean(Database.class)
                .transaction(statements -> statements
                        .execute(statement, parameters)
                        .doOnNext(done -> held.complete(true))
                        .then(until))
                .toFuture();
        held.orTimeout(30, TimeUnit.SECONDS).join();
        return committed;
    }

    /** How many sessions wait for a lock of that kind of {@code pg_locks}. */
    long waitingFor(String kind) {
        return hub.count("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = ?", kind);
    }

    /** A conversation of these, the first of them its owner. */
    public UUID conversation(UUID... people) {
        var id = UUID.randomUUID();
        var others = Arrays.stream(people).skip(1).toList();
        one(ask(people[0], "create", id, "participants", others));
        return id;
    }

    Draft draft(List<Asked> batch) {
        return draft(0, batch);
    }

    /** As it comes from another partition. */
    Draft draft(int partition, List<Asked> batch) {
        return replay(partition, batch, positions.getAndAdd(batch.size()));
    }

    /** The same from a place of the log: what was there before is read again. */
    Draft replay(List<Asked> batch, long position) {
        return replay(0, batch, position);
    }

    private Draft replay(int partition, List<Asked> batch, long position) {
        var commands = IntStream.range(0, batch.size())
                .mapToObj(i -> command(i, batch.get(i), partition, position + i))
                .toList();
        return writeAll(commands);
    }

    private Draft writeAll(List<Command> commands) {
        return Objects.requireNonNull(log.write(commands).block(Duration.ofSeconds(30)));
    }

    private Command command(int place, Asked asked, int partition, long position) {
        var command = ChatCommandReader.read(asked.frame());
        return new Command(
                place,
                new Submission(new UserId(asked.by()), null, 0, command),
                partition,
                position,
                begun.plusMillis(position),
                TraceContext.start());
    }

    /** One command from a partition of its own: of commands that race, none was read before another. */
    public JsonNode racing(int partition, Asked asked) {
        var draft = writeAll(List.of(command(0, asked, partition, positions.getAndIncrement())));
        return Json.MAPPER.readTree("{" + draft.answerTo(draft.commands().getFirst()) + "}");
    }

    /** Writes one batch; the answers in the order asked. */
    public List<JsonNode> write(List<Asked> batch) {
        return answers(draft(batch));
    }

    static List<JsonNode> answers(Draft draft) {
        var answers = new ArrayList<JsonNode>();
        draft.commands().forEach(command -> answers.add(Json.MAPPER.readTree("{" + draft.answerTo(command) + "}")));
        return answers;
    }

    public JsonNode one(Asked asked) {
        return write(List.of(asked)).getFirst();
    }

    public JsonNode say(UUID by, UUID conversation, String content) {
        return one(ask(by, "send", conversation, "content", content));
    }

    public static String code(JsonNode answer) {
        return answer.path("error").path("code").asString("ok");
    }

    public List<JsonNode> frames(UUID conversation) {
        return hub
                .rows(
                        "SELECT frame FROM communications.conversation_events WHERE conversation_id = ?::uuid ORDER BY ev",
                        conversation.toString())
                .stream()
                .map(row -> Json.MAPPER.readTree(row.get("frame")))
                .toList();
    }

    public Map<String, String> row(String query, Object... parameters) {
        return hub.rows(query, parameters).getFirst();
    }

    Map<String, String> participant(UUID conversation, UUID user) {
        return row(
                "SELECT role, read_ev, read_message_no, delivered_ev, left_at IS NULL AS there FROM communications.conversation_participants "
                        + "WHERE conversation_id = ?::uuid AND user_id = ?::uuid",
                conversation.toString(),
                user.toString());
    }

    @Override
    public void close() {
        hub.close();
    }
}
