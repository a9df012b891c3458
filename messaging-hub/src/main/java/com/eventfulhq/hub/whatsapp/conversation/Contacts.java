package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ContactId;
import io.r2dbc.spi.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The people who write to us, by all the identities Meta has named them with. */
@Component
public final class Contacts {

    private static final String FIND = """
            SELECT t.position::int, i.contact_id, c.profile_name, c.username
            FROM unnest($1::text[], $2::text[], $3::text[])
                WITH ORDINALITY AS t(waba_id, identity_type, identity_value, position)
            JOIN communications.whatsapp_contact_identities i USING (waba_id, identity_type, identity_value)
            JOIN communications.whatsapp_contacts c USING (contact_id)
            """;

    private static final String CREATE = """
            INSERT INTO communications.whatsapp_contacts (contact_id, profile_name, username)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])
            """;

    private static final String ADD_IDENTITIES = """
            INSERT INTO communications.whatsapp_contact_identities (waba_id, identity_type, identity_value, contact_id)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[])
            ON CONFLICT DO NOTHING
            """;

    private static final String REPOINT_IDENTITIES = """
            UPDATE communications.whatsapp_contact_identities i SET contact_id = t.winner
            FROM unnest($1::uuid[], $2::uuid[]) AS t(loser, winner)
            WHERE i.contact_id = t.loser
            """;

    /** Where the winner has a thread with the same number already, the loser's stays what it is: its history. */
    private static final String REPOINT_CONVERSATIONS = """
            UPDATE communications.whatsapp_conversations c SET contact_id = t.winner, updated_at = now()
            FROM unnest($1::uuid[], $2::uuid[]) AS t(loser, winner)
            WHERE c.contact_id = t.loser
              AND NOT EXISTS (SELECT FROM communications.whatsapp_conversations w
                              WHERE w.business_phone_number_id = c.business_phone_number_id AND w.contact_id = t.winner)
            """;

    private static final String MARK_MERGED = """
            UPDATE communications.whatsapp_contacts c SET merged_into_contact_id = t.winner, updated_at = now()
            FROM unnest($1::uuid[], $2::uuid[]) AS t(loser, winner)
            WHERE c.contact_id = t.loser
            """;

    private static final String UPDATE_PROFILES = """
            UPDATE communications.whatsapp_contacts c SET profile_name = t.name, username = t.username, updated_at = now()
            FROM (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(contact_id, name, username) ORDER BY 1) t
            WHERE c.contact_id = t.contact_id
            """;

    /**
     * Finds or creates the contact of every person and brings identities and profiles up to date.
     *
     * @return the contact of each identity; fails with {@link ContactRace} if the transaction has to be repeated
     */
    public Mono<Map<Identity, ContactId>> resolve(Statements statements, List<Person> people) {
        Set<Identity> identities = new LinkedHashSet<>();
        people.forEach(person -> identities.addAll(person.identities()));
        if (identities.isEmpty()) {
            return Mono.just(Map.of());
        }
        return find(statements, identities)
                .map(known -> ContactPlan.of(known, people, ContactId::next))
                .flatMap(plan -> create(statements, plan)
                        .then(Mono.defer(() -> merge(statements, plan)))
                        .then(Mono.defer(() -> updateProfiles(statements, plan)))
                        .thenReturn(plan.contacts()));
    }

    private static Mono<Map<Identity, ContactPlan.Known>> find(Statements statements, Collection<Identity> identities) {
        var asked = List.copyOf(identities);
        return statements
                .query(
                        FIND,
                        row -> Map.entry(asked.get(position(row)), known(row)),
                        asked.stream().map(Identity::wabaId).toArray(String[]::new),
                        asked.stream().map(i -> i.type().column()).toArray(String[]::new),
                        asked.stream().map(Identity::value).toArray(String[]::new))
                .map(rows -> {
                    Map<Identity, ContactPlan.Known> known = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> known.put(row.getKey(), row.getValue()));
                    return known;
                });
    }

    /** Where in the question the identity of this answer stood. */
    private static int position(Row row) {
        return Objects.requireNonNull(row.get(0, Integer.class)) - 1;
    }

    private static ContactPlan.Known known(Row row) {
        var profile = new ContactPlan.Profile(row.get(2, String.class), row.get(3, String.class));
        return new ContactPlan.Known(new ContactId(Objects.requireNonNull(row.get(1, UUID.class))), profile);
    }

    private static Mono<Void> create(Statements statements, ContactPlan plan) {
        if (plan.identities().isEmpty()) {
            return Mono.empty();
        }
        var added = plan.identitiesInOrder();
        return createContacts(statements, plan)
                .then(Mono.defer(() -> statements.execute(
                        ADD_IDENTITIES,
                        added.stream().map(e -> e.getKey().wabaId()).toArray(String[]::new),
                        added.stream().map(e -> e.getKey().type().column()).toArray(String[]::new),
                        added.stream().map(e -> e.getKey().value()).toArray(String[]::new),
                        added.stream().map(e -> e.getValue().value()).toArray(UUID[]::new))))
                .flatMap(count -> count == added.size() ? Mono.empty() : Mono.error(new ContactRace()));
    }

    private static Mono<Long> createContacts(Statements statements, ContactPlan plan) {
        return plan.created().isEmpty() ? Mono.empty() : statements.execute(CREATE, profiles(plan.created()));
    }

    private static Mono<Void> updateProfiles(Statements statements, ContactPlan plan) {
        return plan.profiles().isEmpty()
                ? Mono.empty()
                : statements.execute(UPDATE_PROFILES, profiles(plan.profiles())).then();
    }

    private static Object[] profiles(Map<ContactId, ContactPlan.Profile> profiles) {
        return new Object[] {
            profiles.keySet().stream().map(ContactId::value).toArray(UUID[]::new),
            profiles.values().stream().map(ContactPlan.Profile::name).toArray(String[]::new),
            profiles.values().stream().map(ContactPlan.Profile::username).toArray(String[]::new)
        };
    }

    private static Mono<Void> merge(Statements statements, ContactPlan plan) {
        if (plan.merged().isEmpty()) {
            return Mono.empty();
        }
        var losers = plan.merged().keySet().stream().map(ContactId::value).toArray(UUID[]::new);
        var winners = plan.merged().values().stream().map(ContactId::value).toArray(UUID[]::new);
        return statements
                .execute(REPOINT_IDENTITIES, losers, winners)
                .then(Mono.defer(() -> statements.execute(REPOINT_CONVERSATIONS, losers, winners)))
                .then(Mono.defer(() -> statements.execute(MARK_MERGED, losers, winners)))
                .then();
    }
}
