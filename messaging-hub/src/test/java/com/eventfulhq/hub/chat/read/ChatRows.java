package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chats as the writing side leaves them in the database, made by SQL. */
public final class ChatRows {

    private final DatabaseAddress database;

    public ChatRows(DatabaseAddress database) {
        this.database = database;
    }

    public void run(String sql, Object... values) {
        Sql.script(database, values.length == 0 ? sql : sql.formatted(values));
    }

    public String value(String query, Object... parameters) {
        Map<String, String> row = Sql.rows(database, query, parameters).getFirst();
        return row.values().iterator().next();
    }

    public UserId user() {
        var user = UserId.next();
        run(
                "INSERT INTO security.users (user_id, name, email, primary_archetype) VALUES ('%1$s', 'P', '%1$s@x.example', 'Fan');",
                user);
        return user;
    }

    /** A conversation whose first event is that it exists; the first participant owns it. */
    public UUID conversation(UserId... participants) {
        var id = UUID.randomUUID();
        run(conversationSql(id, participants));
        return id;
    }

    /** Many of them, in one transaction. */
    List<UUID> conversations(int count, UserId... participants) {
        var ids = Stream.generate(UUID::randomUUID).limit(count).toList();
        run(ids.stream().map(id -> conversationSql(id, participants)).collect(Collectors.joining()));
        return ids;
    }

    private String conversationSql(UUID id, UserId... participants) {
        return """
                INSERT INTO communications.internal_conversations (conversation_id, title) VALUES ('%1$s', 'Talk');
                INSERT INTO communications.conversation_heads (conversation_id, participant_count) VALUES ('%1$s', %2$d);
                INSERT INTO communications.conversation_participants (conversation_id, user_id, role)
                SELECT '%1$s', u, CASE n WHEN 1 THEN 'owner' ELSE 'member' END FROM unnest('{%3$s}'::uuid[]) WITH ORDINALITY AS t(u, n);
                %4$s
                """.formatted(
                id, participants.length, joined(participants), event(id, participants[0], "created", "null", ""));
    }

    /** A message, its event, and the sender's own place moved. */
    public UUID message(UUID conversation, UserId sender, String text) {
        var id = UUID.randomUUID();
        run(messageSql(conversation, sender, text, id));
        return id;
    }

    String messageSql(UUID conversation, UserId sender, String text, UUID id) {
        return event(conversation, sender, "message", "'" + id + "'", """
                ,"message":{"message_id":"%s","content":"%s"}""".formatted(id, text))
                + """
                UPDATE communications.conversation_heads SET last_message_no = last_message_no + 1, last_message_at = now()
                    WHERE conversation_id = '%1$s';
                INSERT INTO communications.internal_messages (message_id, conversation_id, sender_user_id, message_no, ev, content)
                    SELECT '%3$s', conversation_id, '%2$s', last_message_no, last_ev, '%4$s'
                    FROM communications.conversation_heads WHERE conversation_id = '%1$s';
                UPDATE communications.conversation_participants p SET read_ev = h.last_ev, read_message_no = h.last_message_no,
                    changed_tx = pg_current_xact_id()
                    FROM communications.conversation_heads h
                    WHERE h.conversation_id = p.conversation_id AND p.conversation_id = '%1$s' AND p.user_id = '%2$s';
                """.formatted(conversation, sender, id, text);
    }

    /** The next event; {@code members} are further members of its frame. */
    String event(UUID conversation, UserId actor, String kind, String messageId, String members) {
        return """
                UPDATE communications.conversation_heads SET last_ev = last_ev + 1, changed_tx = pg_current_xact_id()
                    WHERE conversation_id = '%1$s';
                INSERT INTO communications.conversation_events (conversation_id, ev, kind, actor_user_id, client_event_id, message_id, message_no, answer, frame, created_at)
                    SELECT conversation_id, last_ev, '%3$s', '%2$s', gen_random_uuid(), %4$s, last_message_no + ('%3$s' = 'message')::int, '',
                    '{"push":"event","conversation_id":"%1$s","ev":' || last_ev || ',"kind":"%3$s"%5$s}', now()
                    FROM communications.conversation_heads WHERE conversation_id = '%1$s';
                """.formatted(conversation, actor, kind, messageId, members);
    }

    public void leaves(UUID conversation, UserId user) {
        run("""
                %s
                UPDATE communications.conversation_heads SET participant_count = participant_count - 1 WHERE conversation_id = '%2$s';
                UPDATE communications.conversation_participants SET left_at = now(), changed_tx = pg_current_xact_id()
                WHERE conversation_id = '%2$s' AND user_id = '%3$s';
                """, event(conversation, user, "left", "null", ",\"user_id\":\"" + user + "\""), conversation, user);
    }

    public void mentions(UUID conversation, UserId user, long messageNo) {
        run("INSERT INTO communications.message_mentions VALUES ('%s', '%s', %d);", user, conversation, messageNo);
    }

    private static String joined(UserId... users) {
        return Arrays.stream(users).map(UserId::toString).collect(Collectors.joining(","));
    }
}
