package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.RedisNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the crowd's messages left in PostgreSQL and Redis. */
final class Stored {

    private static final String ROWS = """
            SELECT whatsapp_message_id, message_id, conversation_id, log_partition, log_offset
            FROM communications.whatsapp_messages
            WHERE direction = 'inbound' AND starts_with(text_content, ?)
            """;

    private static final String WINDOWS = """
            SELECT conversation_id, (extract(epoch FROM session_expires_at) * 1000)::bigint AS ends
            FROM communications.whatsapp_conversations WHERE session_expires_at IS NOT NULL
            """;

    private final DatabaseAddress database;

    Stored(DatabaseAddress database) {
        this.database = database;
    }

    List<Facts.Row> rows() {
        return Sql.rows(database, ROWS, Crowd.MARK).stream()
                .map(row -> new Facts.Row(
                        text(row, "whatsapp_message_id"),
                        text(row, "message_id"),
                        text(row, "conversation_id"),
                        Integer.parseInt(text(row, "log_partition")),
                        Long.parseLong(text(row, "log_offset"))))
                .toList();
    }

    /** The end of every window, by conversation, in epoch milliseconds. */
    Map<String, Long> windowEnds() {
        var ends = new HashMap<String, Long>();
        Sql.rows(database, WINDOWS)
                .forEach(row -> ends.put(text(row, "conversation_id"), Long.parseLong(text(row, "ends"))));
        return ends;
    }

    /** The windows of these conversations, on both sides. */
    List<Facts.Window> windows(List<String> conversations, RedisNode redis) throws IOException {
        var columns = windowEnds();
        var keys = new HashMap<String, String>();
        for (var key : redis.keysLike("wa:window:*")) {
            keys.put(key.substring(key.lastIndexOf(':') + 1), key);
        }
        var windows = new ArrayList<Facts.Window>();
        for (var conversation : conversations) {
            var key = keys.get(conversation);
            var known = key == null ? "" : redis.get(key);
            windows.add(new Facts.Window(
                    conversation,
                    columns.getOrDefault(conversation, 0L),
                    known.isEmpty() ? null : Long.valueOf(known)));
        }
        return windows;
    }

    static String text(Map<String, String> row, String column) {
        var value = row.get(column);
        if (value == null) {
            throw new IllegalArgumentException(
                    "found no column " + column + " (expected: one of " + row.keySet() + ")");
        }
        return value;
    }
}
