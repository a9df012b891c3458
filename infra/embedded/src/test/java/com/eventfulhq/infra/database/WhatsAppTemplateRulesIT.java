package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Trial.accepted;
import static com.eventfulhq.infra.database.Trial.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of WhatsApp templates, tried by the messaging hub. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhatsAppTemplateRulesIT {

    private static final String HUB = "messaging_hub";

    private static final List<String> TABLES = List.of("communications.whatsapp_templates");

    private DatabaseAddress database;

    @AutoClose
    private SessionsByRole sessions;

    private String before;

    @BeforeAll
    void twoTemplates(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in("""
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'Sala Gran', 'venue');
                INSERT INTO communications.whatsapp_templates (template_id, team_id, template_name, category, body_text)
                VALUES (<template>, <team>, 'reminder', 'utility', 'See you on {{1}}'), (<common>, NULL, 'welcome', 'utility', 'Hello');
                """));
        sessions = new SessionsByRole(database);
        before = TableContents.of(database, TABLES);
    }

    @AfterEach
    void nothingChanged() {
        assertThat(TableContents.of(database, TABLES)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"templates", "placeholders"})
    @DisplayName("the messaging hub")
    void asTheHub(Trial rule) {
        rule.holdsIn(sessions);
    }

    private static String template(String values) {
        return "INSERT INTO communications.whatsapp_templates (team_id, template_name, language, category, body_text) VALUES ("
                + values + ")";
    }

    private static String setTemplate(String assignment) {
        return "UPDATE communications.whatsapp_templates SET " + assignment + " WHERE template_id = <template>";
    }

    static Stream<Trial> templates() {
        var rules = Stream.of(
                accepted("a template of a team", HUB, template("<team>, 'ticket', 'en', 'utility', 'x'")),
                accepted("a template of the platform", HUB, template("NULL, 'ticket', 'en', 'utility', 'x'")),
                refused("its team exists", "23503", HUB, template("<nobody>, 'ticket', 'en', 'utility', 'x'")),
                refused(
                        "a name is unique within a team and language",
                        "23505",
                        HUB,
                        template("<team>, 'reminder', 'en', 'utility', 'x'")),
                refused(
                        "and within the platform and language",
                        "23505",
                        HUB,
                        template("NULL, 'welcome', 'en', 'utility', 'x'")),
                accepted(
                        "the same name in another language", HUB, template("<team>, 'reminder', 'es', 'utility', 'x'")),
                accepted("the same name of the platform", HUB, template("NULL, 'reminder', 'en', 'utility', 'x'")),
                refused("a template needs a name", "23502", HUB, template("<team>, NULL, 'en', 'utility', 'x'")),
                refused(
                        "a template needs a language",
                        "23502",
                        HUB,
                        template("<team>, 'ticket', NULL, 'utility', 'x'")),
                refused("a template needs a category", "23502", HUB, template("<team>, 'ticket', 'en', NULL, 'x'")),
                refused(
                        "a category is one of WhatsApp's",
                        "23514",
                        HUB,
                        template("<team>, 'ticket', 'en', 'gossip', 'x'")),
                accepted("authentication", HUB, template("<team>, 'ticket', 'en', 'authentication', 'x'")),
                accepted("marketing", HUB, template("<team>, 'ticket', 'en', 'marketing', 'x'")),
                refused("a template needs a body", "23502", HUB, template("<team>, 'ticket', 'en', 'utility', NULL")),
                refused("placeholders are always listed", "23502", HUB, setTemplate("variables = NULL")),
                accepted("a template may be switched off", HUB, setTemplate("is_active = false")),
                refused("its state is one of Meta's", "23514", HUB, setTemplate("whatsapp_status = 'loved'")));
        var states = Stream.of("pending", "approved", "rejected", "paused", "disabled", "archived")
                .map(state -> accepted(state, HUB, setTemplate("whatsapp_status = '" + state + "'")));
        return Stream.concat(rules, states);
    }

    private static String written(String body, String variables, String format) {
        return setTemplate(
                "body_text = '" + body + "', variables = '" + variables + "', parameter_format = '" + format + "'");
    }

    static Stream<Trial> placeholders() {
        return Stream.of(
                accepted("a body may have none", HUB, written("Hello", "[]", "positional")),
                accepted("they are numbered", HUB, written("{{1}}: {{2}}", "[]", "positional")),
                accepted("in any order, as often as needed", HUB, written("{{2}}, {{1}}, {{2}}", "[]", "positional")),
                refused("from 1 on", "23514", HUB, written("{{2}}", "[]", "positional")),
                refused("without a gap", "23514", HUB, written("{{1}}, {{3}}", "[]", "positional")),
                refused("and not named", "23514", HUB, written("{{guest}}", "[]", "positional")),
                accepted(
                        "unless that is how its parameters are told",
                        HUB,
                        written("{{guest}}", "[\"guest\"]", "named")),
                accepted("each may have a name", HUB, written("{{1}}: {{2}}", "[\"guest\", \"date\"]", "positional")),
                refused("one of two is not enough", "23514", HUB, written("{{1}}: {{2}}", "[\"guest\"]", "positional")),
                refused(
                        "one too many is none's",
                        "23514",
                        HUB,
                        written("{{1}}", "[\"guest\", \"date\"]", "positional")),
                refused("names are texts", "23514", HUB, written("{{1}}", "[1]", "positional")),
                refused("and not empty", "23514", HUB, written("{{1}}", "[\"\"]", "positional")),
                refused("names are a list", "23514", HUB, written("{{1}}", "{\"1\": \"guest\"}", "positional")),
                refused("of named parameters, too", "23514", HUB, written("{{guest}}", "\"guest\"", "named")));
    }

    @Test
    @DisplayName("a new template is English, pending, active and without placeholders")
    void aNewTemplate() {
        assertThat(
                        sessions.as(HUB)
                                .value(
                                        "SELECT concat_ws(' ', language, whatsapp_status, is_active, variables) FROM communications.whatsapp_templates WHERE template_id = <template>"))
                .isEqualTo("en pending t []");
    }
}
