package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.hub.chat.log.Columns;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Writes what a batch leaves, in the order of bookings and numbers: each message is checked against the one before. */
final class MessageRows {

    private static final String SAY = """
            INSERT INTO marketplace.booking_messages
                (message_id, booking_id, sender_user_id, message_type, message_text, offer_data, created_at, message_no, hash)
            SELECT message_id, booking_id, sender, message_type, message_text, offer_data::jsonb, created_at, message_no, hash
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::bigint[], $9::text[])
                AS n (message_id, booking_id, sender, message_type, message_text, offer_data, created_at, message_no, hash)
            ORDER BY booking_id, message_no
            """;

    /** From the last one read on: a mark is of all that came before, too. */
    private static final String READ = """
            INSERT INTO marketplace.booking_message_reads (message_id, reader_user_id, read_at)
            SELECT m.message_id, n.reader, $4
            FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS n (booking_id, reader, ev)
            JOIN marketplace.booking_messages m ON m.booking_id = n.booking_id AND m.sender_user_id <> n.reader AND m.message_no <= n.ev
                AND m.message_no > coalesce((
                    SELECT x.message_no FROM marketplace.booking_messages x
                    JOIN marketplace.booking_message_reads r ON r.message_id = x.message_id AND r.reader_user_id = n.reader
                    WHERE x.booking_id = n.booking_id ORDER BY x.message_no DESC LIMIT 1), 0)
            ORDER BY m.booking_id, m.message_no, n.reader
            ON CONFLICT DO NOTHING
            """;

    private final Statements statements;
    private final Changes changes;
    private final Instant at;

    MessageRows(Statements statements, Changes changes, Instant at) {
        this.statements = statements;
        this.changes = changes;
        this.at = at;
    }

    Mono<Void> write() {
        return say().then(Mono.defer(this::read));
    }

    private Mono<Void> say() {
        if (changes.said().isEmpty()) {
            return Mono.empty();
        }
        var rows = Columns.of(changes.said());
        return statements
                .execute(
                        SAY,
                        rows.ids(said -> said.message().messageId()),
                        rows.ids(said -> said.message().bookingId()),
                        rows.ids(said -> said.message().sender()),
                        rows.texts(said -> said.message().step().toString()),
                        rows.texts(said -> said.message().text()),
                        rows.texts(said -> said.message().offerData()),
                        rows.times(said -> said.message().at()),
                        rows.numbers(said -> said.message().messageNo()),
                        rows.texts(Changes.Sealed::hash))
                .then();
    }

    private Mono<Void> read() {
        if (changes.seen().isEmpty()) {
            return Mono.empty();
        }
        var rows = Columns.of(changes.seen().entrySet().stream()
                .sorted(Comparator.comparing(seen -> seen.getKey().bookingId()))
                .toList());
        return statements
                .execute(
                        READ,
                        rows.ids(seen -> seen.getKey().bookingId()),
                        rows.ids(seen -> seen.getKey().userId()),
                        rows.numbers(Map.Entry::getValue),
                        at)
                .then();
    }
}
