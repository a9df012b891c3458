package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Business numbers and whose they are. A number we have never heard of is kept as unclaimed, so that nothing sent to it is lost. */
@Component
public final class BusinessNumbers {

    /** The rows that were there before: what this statement inserts itself is unclaimed by definition. */
    private static final String SQL = """
            WITH given AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS t(phone_number_id, waba_id, display)
            ), kept AS (
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, display_phone_number)
                SELECT g.phone_number_id, g.waba_id, g.display FROM given g
                WHERE NOT EXISTS (SELECT FROM communications.business_phone_numbers n WHERE n.phone_number_id = g.phone_number_id)
                ORDER BY 1
                ON CONFLICT DO NOTHING
            )
            SELECT n.phone_number_id, n.team_id
            FROM communications.business_phone_numbers n JOIN given g USING (phone_number_id)
            WHERE n.team_id IS NOT NULL
            """;

    /** The teams of the numbers that have one. Numbers not known yet are stored. */
    public Mono<Map<PhoneNumberId, TeamId>> teamsOf(Statements statements, Collection<BusinessNumber> numbers) {
        if (numbers.isEmpty()) {
            return Mono.just(Map.of());
        }
        Map<PhoneNumberId, BusinessNumber> distinct = new HashMap<>();
        numbers.forEach(number -> distinct.putIfAbsent(number.phoneNumberId(), number));
        var values = distinct.values();
        return statements
                .query(
                        SQL,
                        row -> Map.entry(
                                new PhoneNumberId(Objects.requireNonNull(row.get(0, String.class))),
                                new TeamId(Objects.requireNonNull(row.get(1, UUID.class)))),
                        values.stream().map(n -> n.phoneNumberId().value()).toArray(String[]::new),
                        values.stream().map(BusinessNumber::wabaId).toArray(String[]::new),
                        values.stream().map(BusinessNumber::displayPhoneNumber).toArray(String[]::new))
                .map(rows -> {
                    Map<PhoneNumberId, TeamId> teams = new HashMap<>();
                    rows.forEach(row -> teams.put(row.getKey(), row.getValue()));
                    return teams;
                });
    }
}
