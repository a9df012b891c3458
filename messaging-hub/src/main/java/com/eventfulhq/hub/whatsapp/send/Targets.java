package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Null;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.WabaId;
import com.eventfulhq.hub.whatsapp.send.Target.Address;
import com.eventfulhq.hub.whatsapp.send.Target.BusinessNumber;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the number a team sends from and whom a message goes to; begins a conversation where there is none. */
@Component
final class Targets {

    private static final String NUMBERS = """
            SELECT phone_number_id, waba_id, messages_per_second
            FROM communications.business_phone_numbers
            WHERE team_id = $1 AND status = 'active' AND ($2::text IS NULL OR phone_number_id = $2)
            ORDER BY phone_number_id
            LIMIT 2
            """;

    private static final String BY_CONVERSATION = """
            SELECT n.phone_number_id, n.waba_id, n.messages_per_second, v.contact_id, v.conversation_id,
                   v.whatsapp_phone_number, v.whatsapp_user_id, v.status = 'blocked', v.session_expires_at
            FROM communications.whatsapp_conversations v
            JOIN communications.business_phone_numbers n ON n.phone_number_id = v.business_phone_number_id
            WHERE v.conversation_id = $1 AND n.team_id = $2 AND n.status = 'active'
            """;

    /** The given spelling before its candidates; a contact with a conversation before one without. */
    private static final String BY_ADDRESS = """
            SELECT $1::text, $2::text, $3::int, coalesce(k.merged_into_contact_id, k.contact_id), v.conversation_id,
                   v.whatsapp_phone_number, v.whatsapp_user_id, v.status = 'blocked', v.session_expires_at
            FROM communications.whatsapp_contact_identities i
            JOIN communications.whatsapp_contacts k ON k.contact_id = i.contact_id
            LEFT JOIN communications.whatsapp_conversations v
                ON v.business_phone_number_id = $1 AND v.contact_id = coalesce(k.merged_into_contact_id, k.contact_id)
            WHERE i.waba_id = $2
              AND ((i.identity_type = 'wa_id' AND i.identity_value = ANY($4))
                OR (i.identity_type IN ('bsuid', 'parent_bsuid') AND i.identity_value = $5))
            ORDER BY i.identity_type = 'wa_id', array_position($4, i.identity_value::text), v.conversation_id NULLS LAST
            LIMIT 1
            """;

    private static final String NEW_CONTACT = """
            WITH contact AS (INSERT INTO communications.whatsapp_contacts DEFAULT VALUES RETURNING contact_id)
            INSERT INTO communications.whatsapp_contact_identities (waba_id, identity_type, identity_value, contact_id)
            SELECT $1, $2, $3, contact_id FROM contact
            ON CONFLICT DO NOTHING
            RETURNING contact_id
            """;

    private static final String NEW_CONVERSATION = """
            INSERT INTO communications.whatsapp_conversations
                (conversation_id, business_phone_number_id, contact_id, whatsapp_phone_number, whatsapp_user_id)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (business_phone_number_id, contact_id) DO NOTHING
            """;

    private final Database database;

    Targets(Database database) {
        this.database = database;
    }

    /** The team's active numbers: the named one, or, if none is named, at most two. Another team's do not exist. */
    Mono<List<BusinessNumber>> numbers(TeamId team, @Nullable PhoneNumberId named) {
        return database.single(statements -> statements.query(
                NUMBERS,
                row -> new BusinessNumber(
                        new PhoneNumberId(text(row, 0)), new WabaId(text(row, 1)), team, number(row, 2)),
                team.value(),
                Null.or(named == null ? null : named.value(), String.class)));
    }

    /** A conversation of one of the team's active numbers; empty if there is none of this id. */
    Mono<Target> in(TeamId team, ConversationId conversation) {
        return database.single(statements -> statements.query(
                        BY_CONVERSATION, row -> target(row, team, null), conversation.value(), team.value()))
                .flatMap(Targets::first);
    }

    /** Whoever is known under this address; if nobody is, a target without contact and conversation. */
    Mono<Target> of(BusinessNumber number, Address address) {
        return database.single(statements -> byAddress(statements, number, address))
                .defaultIfEmpty(new Target(number, null, null, address, false, null));
    }

    private static Mono<Target> byAddress(Statements statements, BusinessNumber number, Address address) {
        var to = address.to();
        return statements
                .query(
                        BY_ADDRESS,
                        row -> target(row, number.team(), address),
                        number.id().value(),
                        number.account().value(),
                        number.messagesPerSecond(),
                        to == null ? new String[0] : WaIdCandidates.of(to).toArray(String[]::new),
                        Null.or(address.recipient(), String.class))
                .flatMap(Targets::first);
    }

    /**
     * The same target with a conversation, begun if there was none. A transaction of its own: a conversation without a message
     * does no harm, and its locks are gone before anything else is waited for.
     */
    Mono<Target> begun(Target target) {
        if (target.conversation() != null) {
            return Mono.just(target);
        }
        return database.transaction(statements ->
                        contact(statements, target).flatMap(contact -> begin(statements, target, contact)))
                .then(Mono.defer(() -> of(target.number(), target.address())))
                .filter(found -> found.conversation() != null)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("conversation: begun but not found")));
    }

    private static Mono<ContactId> contact(Statements statements, Target target) {
        var known = target.contact();
        if (known != null) {
            return Mono.just(known);
        }
        var address = target.address();
        var bsuid = address.recipient();
        return statements
                .query(
                        NEW_CONTACT,
                        row -> new ContactId(id(row, 0)),
                        target.number().account().value(),
                        bsuid != null ? "bsuid" : "wa_id",
                        address.user())
                .flatMap(Targets::first)
                // Somebody else was first: the row they wrote is visible to a new statement.
                .switchIfEmpty(Mono.defer(
                        () -> byAddress(statements, target.number(), address).mapNotNull(Target::contact)));
    }

    private static Mono<Long> begin(Statements statements, Target target, ContactId contact) {
        return statements.execute(
                NEW_CONVERSATION,
                ConversationId.next().value(),
                target.number().id().value(),
                contact.value(),
                Null.or(target.address().to(), String.class),
                Null.or(target.address().recipient(), String.class));
    }

    private static Target target(Row row, TeamId team, @Nullable Address asked) {
        var conversation = row.get(4, UUID.class);
        var number =
                new BusinessNumber(new PhoneNumberId(text(row, 0)), new WabaId(text(row, 1)), team, number(row, 2));
        var address = conversation == null && asked != null
                ? asked
                : new Address(row.get(5, String.class), row.get(6, String.class));
        return new Target(
                number,
                new ContactId(id(row, 3)),
                conversation == null ? null : new ConversationId(conversation),
                address,
                Boolean.TRUE.equals(row.get(7, Boolean.class)),
                row.get(8, Instant.class));
    }

    private static <T> Mono<T> first(List<T> found) {
        return Mono.justOrEmpty(found.stream().findFirst());
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    private static int number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }
}
