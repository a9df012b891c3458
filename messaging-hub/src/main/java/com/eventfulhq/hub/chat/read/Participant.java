package com.eventfulhq.hub.chat.read;

import java.time.Instant;
import java.util.UUID;

/** A participant as clients see it. */
final class Participant {

    /** Made by the database, so that a room of a hundred is one value and not five hundred. Of a participant {@code q}. */
    static final String JSON = """
            '{"user_id":"' || q.user_id || '","role":"' || q.role || '","joined_at":"'
                || to_char(q.joined_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                || '","read_ev":' || q.read_ev || ',"delivered_ev":' || q.delivered_ev || '}'""";

    private Participant() {}

    static String json(UUID user, String role, Instant joinedAt, long readEv, long deliveredEv) {
        return "{\"user_id\":\"" + user + "\",\"role\":\"" + role + "\",\"joined_at\":\"" + joinedAt + "\",\"read_ev\":"
                + readEv + ",\"delivered_ev\":" + deliveredEv + "}";
    }
}
