package com.eventfulhq.hub.whatsapp.template;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.WabaId;
import com.eventfulhq.common.json.Json;
import io.r2dbc.spi.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads templates. Not cached: a paused template must stop at once, and one indexed row beside the rows a send reads anyway
 * costs little.
 */
@Component
public final class Templates {

    /** The team's own first; the index treats the platform's missing team as a value. */
    private static final String FIND = """
            SELECT template_id, template_name, language, body_text, variables::text, parameter_format = 'named',
                   whatsapp_status = 'approved' AND is_active, whatsapp_status
            FROM communications.whatsapp_templates
            WHERE (team_id = $1 OR team_id IS NULL) AND template_name = $2 AND language = $3
              AND (waba_id IS NULL OR waba_id = $4)
            ORDER BY team_id NULLS LAST
            LIMIT 1
            """;

    private static final String SENDABLE = """
            SELECT DISTINCT template_name, language
            FROM communications.whatsapp_templates
            WHERE (team_id = $1 OR team_id IS NULL) AND (waba_id IS NULL OR waba_id = $2)
              AND whatsapp_status = 'approved' AND is_active
            ORDER BY template_name, language
            LIMIT $3
            """;

    private final Database database;

    public Templates(Database database) {
        this.database = database;
    }

    /** The template of this name and language that this team would send on this account; empty if there is none. */
    public Mono<Template> find(TeamId team, WabaId account, String name, String language) {
        return database.single(statements ->
                        statements.query(FIND, Templates::template, team.value(), name, language, account.value()))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
    }

    /** What could be sent instead of free text. */
    public Mono<List<Template.Choice>> sendable(TeamId team, WabaId account, int limit) {
        return database.single(statements -> statements.query(
                SENDABLE,
                row -> new Template.Choice(text(row, 0), text(row, 1)),
                team.value(),
                account.value(),
                limit));
    }

    private static Template template(Row row) {
        return new Template(
                Objects.requireNonNull(row.get(0, UUID.class)),
                text(row, 1),
                text(row, 2),
                text(row, 3),
                List.of(Json.MAPPER.readValue(text(row, 4), String[].class)),
                is(row, 5),
                is(row, 6),
                text(row, 7));
    }

    private static boolean is(Row row, int column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
