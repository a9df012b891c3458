package com.eventfulhq.gateway.realtime.chat.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How it stands with somebody: made once for all who are told. */
final class Standing {

    private final UUID person;
    private final boolean online;
    private final long lastSeen;
    private final byte[] json;

    private Standing(UUID person, boolean online, long lastSeen) {
        this.person = person;
        this.online = online;
        this.lastSeen = lastSeen;
        this.json = ("{\"user_id\":\"" + person + "\",\"state\":\"" + (online ? "online" : "offline") + '"'
                        + (lastSeen == 0 ? "" : ",\"last_seen_at\":\"" + Instant.ofEpochMilli(lastSeen) + '"') + "}")
                .getBytes(UTF_8);
    }

    static Standing online(UUID person) {
        return new Standing(person, true, 0);
    }

    /** @param lastSeen in milliseconds; 0 if that is not known */
    static Standing offline(UUID person, long lastSeen) {
        return new Standing(person, false, lastSeen);
    }

    /** All that is said of whom one may not know of, and the same of whoever is nobody. */
    static Standing unknown(UUID person) {
        return offline(person, 0);
    }

    UUID person() {
        return person;
    }

    boolean isOnline() {
        return online;
    }

    /** Whether whoever was told that one has nothing to learn from this one. */
    boolean says(@Nullable Standing other) {
        return other != null && online == other.online && lastSeen == other.lastSeen;
    }

    void write(Bytes bytes) {
        bytes.add(json);
    }

    int length() {
        return json.length;
    }

    @Override
    public String toString() {
        return new String(json, UTF_8);
    }
}
