package com.eventfulhq.hub.chat.log;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.hub.chat.log.ChatsUnderTest.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a log of commands is cut into batches, and however often a part of it is read again, it leaves the same: random logs of commands,
 * clients' repeats among them, are written once command by command, and once in random batches of which some are read again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {

    private static final int RUNS = 10;
    private static final int COMMANDS = 60;
    private static final int MOST_IN_A_BATCH = 12;

    private final ChatsUnderTest chats = new ChatsUnderTest("eventful.chat.rates.enabled=false");
    private final List<UUID> people =
            IntStream.range(0, 4).mapToObj(i -> chats.person()).toList();
    private long position = 1_000_000;

    @AfterAll
    void stop() {
        chats.close();
    }

    static Stream<Long> seeds() {
        return new Random(7).longs(RUNS).boxed();
    }

    /** Two conversations with three messages each, and one that is yet to be made. */
    private final class Scene {
        final List<UUID> conversations = new ArrayList<>();
        final List<UUID> messages = new ArrayList<>();

        Scene() {
            for (int i = 0; i < 2; i++) {
                var conversation = chats.conversation(people.get(0), people.get(1), people.get(2));
                conversations.add(conversation);
                for (int n = 0; n < 3; n++) {
                    var answer = chats.say(people.get(n), conversation, "to begin with");
                    messages.add(UUID.fromString(answer.path("message_id").asString()));
                }
            }
            conversations.add(UUID.randomUUID());
        }
    }

    /** A script that does the same in any scene: all that is random but the scene's ids comes from the seed. */
    private List<Asked> script(long seed, Scene scene) {
        var random = new Random(seed);
        var script = new ArrayList<Asked>();
        for (int i = 0; i < COMMANDS; i++) {
            script.add(
                    i > 0 && random.nextInt(8) == 0
                            ? script.get(random.nextInt(i))
                            : asked(random, scene, script, new UUID(seed, i)));
        }
        return script;
    }

    private Asked asked(Random random, Scene scene, List<Asked> before, UUID id) {
        var by = people.get(random.nextInt(people.size()));
        var user = people.get(random.nextInt(people.size()));
        int place = random.nextInt(scene.conversations.size());
        var conversation = scene.conversations.get(place);
        var message = scene.messages.get(random.nextInt(scene.messages.size()));
        int version = 1 + random.nextInt(2);
        int ev = random.nextInt(20);
        var key = "client_event_id";
        return switch (random.nextInt(16)) {
            case 0 -> ask(by, "create", conversation, key, id, "participants", List.of(user));
            case 1 ->
                ask(by, "edit", conversation, key, id, "message_id", message, "content", "v" + ev, "version", version);
            case 2 -> ask(by, "delete", conversation, key, id, "message_id", message);
            case 3 -> ask(by, "react", conversation, key, id, "message_id", message, "reaction", "r" + ev % 2);
            case 4 -> ask(by, "unreact", conversation, key, id, "message_id", message, "reaction", "r" + ev % 2);
            case 5 -> ask(by, "rename", conversation, key, id, "title", "t" + ev % 3);
            case 6 -> ask(by, random.nextBoolean() ? "archive" : "restore", conversation, key, id);
            case 7 -> ask(by, "add", conversation, key, id, "user_ids", List.of(user));
            case 8 -> ask(by, "remove", conversation, key, id, "user_id", user);
            case 9 ->
                ask(
                        by,
                        "set_role",
                        conversation,
                        key,
                        id,
                        "user_id",
                        user,
                        "role",
                        random.nextBoolean() ? "owner" : "admin");
            case 10 -> ask(by, random.nextBoolean() ? "pin" : "unpin", conversation, key, id, "message_id", message);
            case 11 -> ask(by, random.nextBoolean() ? "read" : "delivered", conversation, "ev", ev);
            case 12 ->
                ask(by, "send", conversation, key, id, "content", "re", "reply_to", message, "mentions", List.of(user));
            case 13 ->
                before.isEmpty()
                        ? ask(by, "send", conversation, key, id, "content", "s" + ev)
                        : ask(by, "send", conversation, key, id, "content", "after", "after", earlier(random, before));
            default -> ask(by, "send", conversation, key, id, "content", "s" + ev);
        };
    }

    private static UUID earlier(Random random, List<Asked> before) {
        var asked = before.get(random.nextInt(before.size()));
        return asked.frame().has("client_event_id") ? asked.clientEventId() : new UUID(0, 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cuttingAndReadingAgainChangesNothing(long seed) {
        var one = new Scene();
        script(seed, one).forEach(asked -> chats.replay(List.of(asked), position++));

        var other = new Scene();
        var script = script(seed, other);
        long begin = position;
        position += script.size();
        inBatches(new Random(seed), script, begin);

        for (int i = 0; i < one.conversations.size(); i++) {
            var expected = contents(one.conversations.get(i));
            assertThat(contents(other.conversations.get(i))).isEqualTo(expected);
            gapless(other.conversations.get(i));
        }
    }

    /** One in three batches is read again together with some of what was before it. */
    private void inBatches(Random random, List<Asked> script, long begin) {
        int from = 0;
        while (from < script.size()) {
            int to = Math.min(script.size(), from + 1 + random.nextInt(MOST_IN_A_BATCH));
            chats.replay(script.subList(from, to), begin + from);
            if (random.nextInt(3) == 0) {
                int back = Math.max(0, from - random.nextInt(MOST_IN_A_BATCH));
                int end = Math.min(script.size(), to + random.nextInt(3));
                chats.replay(script.subList(back, end), begin + back);
                to = end;
            }
            from = to;
        }
    }

    private List<Map<String, String>> contents(UUID conversation) {
        var contents = new ArrayList<Map<String, String>>();
        for (var query : List.of(
                "SELECT ev, kind, actor_user_id, client_event_id, message_no FROM communications.conversation_events WHERE conversation_id = ?::uuid AND ev > 4 ORDER BY ev",
                "SELECT ev, kind, message_no FROM communications.conversation_events WHERE conversation_id = ?::uuid ORDER BY ev",
                "SELECT user_id, role, left_at IS NULL AS there, read_ev, read_message_no, delivered_ev FROM communications.conversation_participants WHERE conversation_id = ?::uuid ORDER BY user_id",
                "SELECT message_no, ev, content, edit_version, is_deleted, reply_count, pinned_at IS NULL AS loose, mentions::text FROM communications.internal_messages WHERE conversation_id = ?::uuid ORDER BY message_no",
                "SELECT m.message_no, r.reaction, r.user_id FROM communications.message_reactions r JOIN communications.internal_messages m USING (message_id) WHERE m.conversation_id = ?::uuid ORDER BY 1, 2, 3",
                "SELECT m.message_no, e.edit_version, e.content FROM communications.message_edits e JOIN communications.internal_messages m USING (message_id) WHERE m.conversation_id = ?::uuid ORDER BY 1, 2",
                "SELECT user_id, message_no FROM communications.message_mentions WHERE conversation_id = ?::uuid ORDER BY 1, 2",
                "SELECT last_ev, last_message_no, participant_count FROM communications.conversation_heads WHERE conversation_id = ?::uuid",
                "SELECT title, archived_at IS NULL AS open FROM communications.internal_conversations WHERE conversation_id = ?::uuid")) {
            contents.addAll(chats.hub.rows(query, conversation.toString()));
        }
        return contents;
    }

    private void gapless(UUID conversation) {
        assertThat(chats.hub.count("""
                        SELECT count(*) FROM (SELECT ev, row_number() OVER (ORDER BY ev) AS n FROM communications.conversation_events
                            WHERE conversation_id = ?::uuid) AS e WHERE ev <> n""", conversation.toString())).isZero();
        assertThat(chats.hub.count("""
                        SELECT count(*) FROM (SELECT message_no, row_number() OVER (ORDER BY ev) AS n FROM communications.internal_messages
                            WHERE conversation_id = ?::uuid) AS m WHERE message_no <> n""", conversation.toString())).isZero();
    }
}
