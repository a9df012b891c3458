package com.eventfulhq.infra.bench;

import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Texts of guests in 5,000 conversations, in no order; each is a new message. */
final class MessageRows implements InsertedRows {

    private static final int CONVERSATIONS = 5_000;
    private static final int WAMID_BYTES = 40;
    private static final String[] WORDS =
            "hello could you tell me whether there are still seats left for saturday and if we may bring the children too"
                    .split(" ");

    private final Random random = new Random(1);
    private List<UUID> conversations = List.of();
    private long offset;

    @Override
    public String table() {
        return "communications.whatsapp_messages";
    }

    @Override
    public String key() {
        return "message_id";
    }

    @Override
    public String role() {
        return "messaging_hub";
    }

    @Override
    public void prepare(DatabaseAddress database) {
        Sql.script(database, """
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id) VALUES ('bench', 'bench');
                INSERT INTO communications.whatsapp_contacts (profile_name) SELECT 'guest ' || i FROM generate_series(1, %d) i;
                INSERT INTO communications.whatsapp_conversations (business_phone_number_id, contact_id, whatsapp_phone_number)
                SELECT 'bench', contact_id, (34600000000 + row_number() OVER ())::text FROM communications.whatsapp_contacts;
                """.formatted(CONVERSATIONS));
        conversations =
                Sql.rows(database, "SELECT conversation_id AS id FROM communications.whatsapp_conversations").stream()
                        .map(row -> UUID.fromString(row.values().iterator().next()))
                        .toList();
    }

    @Override
    public String statement() {
        return """
                INSERT INTO %1$s (message_id, conversation_id, whatsapp_message_id, direction, message_type,
                    text_content, content, context_message_id, status, provider_timestamp, log_partition, log_offset)
                SELECT message_id, conversation_id, wamid, 'inbound', message_type, text_content, content::jsonb, context,
                    'received', written_at, log_partition, log_offset
                FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                    $9::int[], $10::bigint[])
                    AS t(message_id, conversation_id, wamid, message_type, text_content, content, context, written_at,
                         log_partition, log_offset)
                %2$s
                """;
    }

    @Override
    public String onConflict() {
        return "ON CONFLICT (whatsapp_message_id) WHERE whatsapp_message_id IS NOT NULL DO NOTHING";
    }

    @Override
    public Object[] batch(int size) {
        var ids = new UUID[size];
        var threads = new UUID[size];
        var wamids = new String[size];
        var texts = new String[size];
        var places = new Long[size];
        for (int i = 0; i < size; i++) {
            ids[i] = MessageId.next().value();
            threads[i] = conversations.get(random.nextInt(conversations.size()));
            wamids[i] = wamid();
            texts[i] = text();
            places[i] = offset++;
        }
        return new Object[] {
            ids,
            threads,
            wamids,
            filled(new String[size], "text"),
            texts,
            new String[size],
            new String[size],
            filled(new Instant[size], Instant.now().truncatedTo(ChronoUnit.SECONDS)),
            filled(new Integer[size], random.nextInt(4)),
            places
        };
    }

    private String wamid() {
        var bytes = new byte[WAMID_BYTES];
        random.nextBytes(bytes);
        return "wamid." + Base64.getEncoder().encodeToString(bytes);
    }

    /** About 60 characters. */
    private String text() {
        var text = new StringBuilder();
        while (text.length() < 57) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString().trim();
    }

    private static <T> T[] filled(T[] array, T value) {
        Arrays.fill(array, value);
        return array;
    }
}
