package com.eventfulhq.notification.template;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import io.r2dbc.spi.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks up templates, people, memberships and business numbers. Reads only; the last three belong to other domains. */
@Component
public final class Directory {

    private static final String TEMPLATES = """
            SELECT template_id, template_name, version, channels, subject_template, body_template, whatsapp_template_name,
                whatsapp_language, whatsapp_variables
            FROM notification.notification_templates WHERE template_name = ANY($1) AND is_active
            """;

    private static final String RECIPIENTS = """
            SELECT user_id, CASE WHEN whatsapp_verified THEN whatsapp_number END FROM security.users
            WHERE user_id = ANY($1) AND NOT is_deleted
            """;

    private static final String MEMBER = """
            SELECT 1 FROM identity.team_memberships WHERE team_id = $1 AND user_id = $2 AND is_active AND invitation_status = 'accepted'
            """;

    private static final String NUMBERS = """
            SELECT DISTINCT ON (team_id) team_id, phone_number_id FROM communications.business_phone_numbers
            WHERE team_id = ANY($1) AND status = 'active' ORDER BY team_id, created_at, phone_number_id
            """;

    private final Database database;

    Directory(Database database) {
        this.database = database;
    }

    /** Active templates by name. */
    public Mono<Map<String, Template>> templates(Collection<String> names) {
        return database.single(statements -> statements.query(TEMPLATES, Directory::template, (Object)
                        names.stream().distinct().toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Template> byName = new HashMap<>();
                    rows.forEach(template -> byName.put(template.name(), template));
                    return byName;
                });
    }

    /** People who are there. */
    public Mono<Map<UserId, Recipient>> recipients(Collection<UserId> users) {
        return database.single(statements -> statements.query(
                        RECIPIENTS,
                        row -> new Recipient(
                                new UserId(Objects.requireNonNull(row.get(0, UUID.class))), row.get(1, String.class)),
                        (Object) users.stream().map(UserId::value).distinct().toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UserId, Recipient> byId = new HashMap<>();
                    rows.forEach(recipient -> byId.put(recipient.userId(), recipient));
                    return byId;
                });
    }

    /** Whether a person is an active member of a team. */
    public Mono<Boolean> isMember(TeamId team, UserId user) {
        return database.single(statements -> statements.query(MEMBER, row -> true, team.value(), user.value()))
                .map(rows -> !rows.isEmpty());
    }

    /** The business number each team sends from. */
    public Mono<Map<TeamId, PhoneNumberId>> numbers(Collection<TeamId> teams) {
        if (teams.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.single(statements -> statements.query(
                        NUMBERS,
                        row -> Map.entry(
                                new TeamId(Objects.requireNonNull(row.get(0, UUID.class))),
                                new PhoneNumberId(Objects.requireNonNull(row.get(1, String.class)))),
                        (Object) teams.stream().map(TeamId::value).distinct().toArray(UUID[]::new)))
                .map(rows -> {
                    Map<TeamId, PhoneNumberId> numbers = new HashMap<>();
                    rows.forEach(row -> numbers.put(row.getKey(), row.getValue()));
                    return numbers;
                });
    }

    private static Template template(Row row) {
        return new Template(
                Objects.requireNonNull(row.get(0, UUID.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, Integer.class)),
                List.of(Objects.requireNonNull(row.get(3, String[].class))),
                row.get(4, String.class),
                Objects.requireNonNull(row.get(5, String.class)),
                row.get(6, String.class),
                Objects.requireNonNull(row.get(7, String.class)),
                List.of(Objects.requireNonNull(row.get(8, String[].class))));
    }
}
