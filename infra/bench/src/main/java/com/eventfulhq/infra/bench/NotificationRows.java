package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Reminders a team sends to 5,000 people, in no order; each is a new request. */
final class NotificationRows implements InsertedRows {

    private static final int USERS = 5_000;
    private static final String TEAM = "7e000000-0000-4000-8000-000000000002";
    private static final String TEMPLATE = "7e000000-0000-4000-8000-000000000003";

    private final Random random = new Random(2);
    private List<UUID> users = List.of();
    private long number;

    @Override
    public String table() {
        return "notification.notifications";
    }

    @Override
    public String key() {
        return "notification_id";
    }

    @Override
    public String role() {
        return "notification_engine";
    }

    @Override
    public void prepare(DatabaseAddress database) {
        Sql.script(database, """
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('%1$s', 'Bench', 'venue');
                INSERT INTO notification.notification_templates (template_id, template_name, template_category, channels, body_template)
                VALUES ('%2$s', 'bench', 'reminder', ARRAY['in_app', 'whatsapp'], 'x');
                INSERT INTO security.users (email, primary_archetype)
                SELECT 'guest' || i || '@example.com', 'Fan' FROM generate_series(1, %3$d) i;
                """.formatted(TEAM, TEMPLATE, USERS));
        users = Sql.rows(database, "SELECT user_id AS id FROM security.users").stream()
                .map(row -> UUID.fromString(row.values().iterator().next()))
                .toList();
    }

    @Override
    public String statement() {
        return """
                INSERT INTO %1$s (notification_id, recipient_user_id, team_id, template_id, template_version, title,
                    message, producer, idempotency_key, related_entity_id, related_entity_type, expires_at, accepted_at, status)
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[],
                    $9::text[], $10::uuid[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[])
                %2$s
                """;
    }

    @Override
    public String onConflict() {
        return "ON CONFLICT DO NOTHING";
    }

    /** The id of a notification is made from the asker's key: it has no order. */
    @Override
    public Object[] batch(int size) {
        var ids = new UUID[size];
        var recipients = new UUID[size];
        var messages = new String[size];
        var keys = new String[size];
        for (int i = 0; i < size; i++) {
            ids[i] = new UUID(random.nextLong(), random.nextLong());
            recipients[i] = users.get(random.nextInt(users.size()));
            messages[i] = "Tomorrow at 20:30 in the Sala Gran: your seat is in row " + random.nextInt(40) + ".";
            keys[i] = "booking-" + number++ + "-reminder";
        }
        return new Object[] {
            ids,
            recipients,
            filled(new UUID[size], UUID.fromString(TEAM)),
            filled(new UUID[size], UUID.fromString(TEMPLATE)),
            filled(new Integer[size], 1),
            filled(new String[size], "Your evening"),
            messages,
            filled(new String[size], TEAM + "/client:bench"),
            keys,
            new UUID[size],
            new String[size],
            new Instant[size],
            filled(new Instant[size], Instant.now().truncatedTo(ChronoUnit.MICROS)),
            filled(new String[size], "queued")
        };
    }

    private static <T> T[] filled(T[] array, T value) {
        Arrays.fill(array, value);
        return array;
    }
}
