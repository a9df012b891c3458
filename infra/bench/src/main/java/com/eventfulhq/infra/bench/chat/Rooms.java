package com.eventfulhq.infra.bench.chat;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.World;
import java.time.Duration;
import java.util.UUID;

/**
 * People and the conversations they take part in. The number of each is part of its id, so that a frame is matched without a
 * lookup.
 *
 * @param series tells the rooms of one run from those of others in the same database
 * @param rooms  how many conversations
 * @param size   people in each; person {@code p} is in room {@code p / size}
 */
public record Rooms(int series, int rooms, int size) {

    private static final long PEOPLE = 0xc0a7_0000_0000_4000L;
    private static final long CHATS = 0xc0a7_1000_0000_4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int SERIES_SHIFT = 24;

    public int people() {
        return rooms * size;
    }

    public int roomOf(int person) {
        return person / size;
    }

    public UUID person(int person) {
        return new UUID(PEOPLE, VARIANT | ((long) series << SERIES_SHIFT) | person);
    }

    public UUID room(int room) {
        return new UUID(CHATS, VARIANT | ((long) series << SERIES_SHIFT) | room);
    }

    /** Which room an id means, or -1. */
    int indexOf(UUID id) {
        long low = id.getLeastSignificantBits() & ~VARIANT;
        long room = low - ((long) series << SERIES_SHIFT);
        return id.getMostSignificantBits() == CHATS && room >= 0 && room < rooms ? (int) room : -1;
    }

    /** Puts people and conversations into the database as if they had been created long ago. */
    public void seed(DatabaseAddress database) {
        var people = new StringBuilder();
        people.append("INSERT INTO security.users (user_id, name, email, primary_archetype) SELECT ")
                .append(sqlId("p", PEOPLE))
                .append(", 'Person ' || p, 'chat-%d-' || p || '@load.example', 'Fan' FROM generate_series(0, %d) p;"
                        .formatted(series, people() - 1));
        people.append("INSERT INTO communications.internal_conversations (conversation_id, title) SELECT ")
                .append(sqlId("r", CHATS))
                .append(", 'Room ' || r FROM generate_series(0, %d) r;".formatted(rooms - 1));
        people.append("INSERT INTO communications.conversation_heads (conversation_id, participant_count) SELECT ")
                .append(sqlId("r", CHATS))
                .append(", %d FROM generate_series(0, %d) r;".formatted(size, rooms - 1));
        people.append("INSERT INTO communications.conversation_participants (conversation_id, user_id, role) SELECT ")
                .append(sqlId("(p / " + size + ")", CHATS))
                .append(", ")
                .append(sqlId("p", PEOPLE))
                .append(", CASE WHEN p %% %d = 0 THEN 'owner' ELSE 'member' END FROM generate_series(0, %d) p;"
                        .formatted(size, people() - 1));
        Sql.script(database, people.toString());
        Sql.script(database, "ANALYZE communications.conversation_participants, communications.conversation_heads");
    }

    private String sqlId(String number, long high) {
        var head = new UUID(high, 0).toString().substring(0, 19) + "8000-";
        return "('%s' || lpad(to_hex(%d::bigint + %s), 12, '0'))::uuid"
                .formatted(head, (long) series << SERIES_SHIFT, number);
    }

    /** A token of a person, for an hour. */
    public String token(House house, int person) {
        var user = new World.User(person(person).toString(), "", "", "", World.TEAM.teamId());
        return house.token(user, Duration.ofHours(1));
    }
}
