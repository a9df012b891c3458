package com.eventfulhq.infra.database;

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

/** What the notification schema keeps, tried by the notification engine, and by somebody who was granted more than it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationRulesIT {

    private static final String ENGINE = "notification_engine";
    /** Whoever may write everything. */
    private static final String GRANTED = "community_domain";

    private static final List<String> TABLES = List.of(
            "notification.notification_templates",
            "notification.notifications",
            "notification.notification_deliveries",
            "notification.notification_timeline");

    private static final List<String> STATUSES =
            List.of("queued", "sent", "delivered", "opened", "clicked", "failed", "suppressed", "cancelled");

    private static final List<String> ARRIVED = List.of("delivered", "opened", "clicked");

    private DatabaseAddress database;

    @AutoClose
    private SessionsByRole sessions;

    private String before;

    @BeforeAll
    void aNotification(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in("""
                INSERT INTO security.users (user_id, email, primary_archetype) VALUES (<ana>, 'ana@example.com', 'Fan'), (<ben>, 'ben@example.com', 'Fan');
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'Sala Gran', 'venue');
                INSERT INTO notification.notification_templates (template_id, template_name, template_category, channels, body_template)
                VALUES (<reminder>, 'reminder', 'reminder', '{in_app}', 'Tomorrow: {{{event}}}'), (<other>, 'other', 'alert', '{email}', 'x');
                INSERT INTO notification.notifications (notification_id, recipient_user_id, template_id, message, producer, idempotency_key)
                VALUES (<plain>, <ana>, <reminder>, 'Tomorrow: Spring fair', 'events', '1');
                INSERT INTO notification.notification_timeline (notification_id, entry_no, occurred_at, event) VALUES (<plain>, 1, now(), 'accepted');
                GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA notification TO community_domain;
                """));
        for (var status : STATUSES) {
            Sql.script(database, Names.in("""
                    INSERT INTO notification.notifications (notification_id, recipient_user_id, message, producer, idempotency_key, status, read_at)
                    VALUES (<is_%1$s>, <ana>, 'm', 'test', '%1$s', '%1$s', '2026-01-01')""".formatted(status)));
        }
        sessions = new SessionsByRole(database);
        before = TableContents.of(database, TABLES);
    }

    @AfterEach
    void nothingChanged() {
        assertThat(TableContents.of(database, TABLES)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"templates", "notifications", "lifecycle"})
    @DisplayName("the notification engine")
    void asTheEngine(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"fixed", "kept"})
    @DisplayName("whoever may write everything")
    void asSomebodyWithEveryRight(Trial rule) {
        rule.as(GRANTED).holdsIn(sessions);
    }

    private static Trial refused(String rule, String state, String sql) {
        return Trial.refused(rule, state, ENGINE, sql);
    }

    private static Trial accepted(String rule, String sql) {
        return Trial.accepted(rule, ENGINE, sql);
    }

    private static String template(String name, String category, String channels, String body) {
        return "INSERT INTO notification.notification_templates (template_name, template_category, channels, body_template) VALUES ("
                + String.join(", ", name, category, channels, body) + ")";
    }

    private static Trial category(String category) {
        return accepted(category, template("'new'", "'" + category + "'", "ARRAY['email']", "'x'"));
    }

    private static Trial channel(String channel) {
        return accepted("a template for " + channel, template("'new'", "'alert'", "ARRAY['" + channel + "']", "'x'"));
    }

    static Stream<Trial> templates() {
        return Stream.of(
                accepted(
                        "a template has a name, a category, channels and a body, and no need of a subject",
                        template("'new'", "'alert'", "ARRAY['email', 'push']", "'x'")),
                refused("a template needs a name", "23502", template("NULL", "'alert'", "ARRAY['email']", "'x'")),
                refused(
                        "a template's name is unique",
                        "23505",
                        template("'reminder'", "'alert'", "ARRAY['email']", "'x'")),
                refused(
                        "a name has at most 100 characters",
                        "22001",
                        template("repeat('x', 101)", "'alert'", "ARRAY['email']", "'x'")),
                refused("a template needs a category", "23502", template("'new'", "NULL", "ARRAY['email']", "'x'")),
                refused(
                        "a category is one of the list",
                        "23514",
                        template("'new'", "'gossip'", "ARRAY['email']", "'x'")),
                refused("a template needs channels", "23502", template("'new'", "'alert'", "NULL", "'x'")),
                refused("at least one", "23514", template("'new'", "'alert'", "ARRAY[]::text[]", "'x'")),
                refused(
                        "a channel is one of the list",
                        "23514",
                        template("'new'", "'alert'", "ARRAY['email', 'pigeon']", "'x'")),
                refused("a template needs a body", "23502", template("'new'", "'alert'", "ARRAY['email']", "NULL")),
                accepted(
                        "a template may be switched off",
                        "UPDATE notification.notification_templates SET is_active = false WHERE template_id = <reminder>"),
                refused(
                        "the engine deletes no template",
                        "42501",
                        "DELETE FROM notification.notification_templates WHERE template_id = <other>"),
                category("transactional"),
                category("marketing"),
                category("alert"),
                category("reminder"),
                channel("email"),
                channel("whatsapp"),
                channel("push"),
                channel("sms"),
                channel("in_app"),
                channel("webhook"));
    }

    @Test
    @DisplayName("a new template is active, with its placeholders listed")
    void aNewTemplate() {
        assertThat(
                        sessions.as(ENGINE)
                                .value(
                                        "SELECT concat_ws(' ', is_active, available_variables) FROM notification.notification_templates WHERE template_id = <reminder>"))
                .isEqualTo("t []");
    }

    private static String notification(String columns, String values) {
        return "INSERT INTO notification.notifications (producer, idempotency_key, " + columns
                + ") VALUES ('events', 'new', " + values + ")";
    }

    static Stream<Trial> notifications() {
        var columns = "recipient_user_id, message";
        return Stream.of(
                accepted(
                        "a notification has a recipient and a text, and no need of a template",
                        notification(columns, "<ana>, 'm'")),
                accepted(
                        "the recipient may be an address",
                        notification("recipient_address, message", "'eva@example.com', 'm'")),
                refused("there is a recipient", "23514", notification("message", "'m'")),
                refused("the recipient is a user", "23503", notification(columns, "<nobody>, 'm'")),
                refused("there is a text", "23502", notification(columns, "<ana>, NULL")),
                refused(
                        "a title has at most 255 characters",
                        "22001",
                        notification(columns + ", title", "<ana>, 'm', repeat('x', 256)")),
                refused(
                        "its template exists",
                        "23503",
                        notification(columns + ", template_id", "<ana>, 'm', <nobody>")),
                refused(
                        "its status is one of the list",
                        "23514",
                        notification(columns + ", status", "<ana>, 'm', 'lost'")),
                accepted(
                        "it lists the channels that were used",
                        notification(
                                columns + ", channels_sent",
                                "<ana>, 'm', ARRAY['email', 'whatsapp', 'push', 'sms', 'in_app', 'webhook']")),
                refused(
                        "channels are of the list",
                        "23514",
                        notification(columns + ", channels_sent", "<ana>, 'm', ARRAY['pigeon']")),
                accepted(
                        "what it is about has an id and a type",
                        notification(
                                columns + ", related_entity_id, related_entity_type", "<ana>, 'm', <event>, 'events'")),
                refused(
                        "an id without a type says nothing",
                        "23514",
                        notification(columns + ", related_entity_id", "<ana>, 'm', <event>")),
                refused(
                        "nor a type without an id",
                        "23514",
                        notification(columns + ", related_entity_type", "<ana>, 'm', 'events'")),
                refused(
                        "each request makes one record per recipient",
                        "23505",
                        "INSERT INTO notification.notifications (producer, idempotency_key, recipient_user_id, message) VALUES ('events', '1', <ana>, 'm')"));
    }

    @Test
    @DisplayName("a new notification is queued, has gone nowhere and is unread")
    void aNewNotification() {
        assertThat(
                        sessions.as(ENGINE)
                                .value(
                                        "SELECT concat_ws(' ', status, channels_sent, coalesce(read_at::text, 'unread')) FROM notification.notifications WHERE notification_id = <plain>"))
                .isEqualTo("queued {} unread");
    }

    private static String set(String assignment, String notification) {
        return "UPDATE notification.notifications SET " + assignment + " WHERE notification_id = <" + notification
                + ">";
    }

    /** From everywhere to everywhere; only from those that arrived there is a way that is closed. */
    static Stream<Trial> lifecycle() {
        var moves = STATUSES.stream().flatMap(from -> STATUSES.stream().map(to -> {
            boolean back = ARRIVED.indexOf(from) > ARRIVED.indexOf(to);
            var move = set("status = '" + to + "'", "is_" + from);
            return back
                    ? refused("not from " + from + " back to " + to, "VE004", move)
                    : accepted("from " + from + " to " + to, move);
        }));
        return Stream.concat(
                moves,
                Stream.of(
                        accepted("the user marks it read", set("read_at = now()", "plain")),
                        refused("what was read stays read", "VE003", set("read_at = NULL", "is_sent")),
                        refused("since the first time", "VE003", set("read_at = now()", "is_sent")),
                        accepted(
                                "the channels that were used are added",
                                set("channels_sent = ARRAY['email']", "plain")),
                        accepted("the provider's id is learnt", set("provider_message_id = 'x'", "plain")),
                        refused("the engine may not touch what was said", "42501", set("message = 'x'", "plain")),
                        refused("nor to whom", "42501", set("recipient_user_id = <ben>", "plain")),
                        refused(
                                "the engine deletes no notification",
                                "42501",
                                "DELETE FROM notification.notifications")));
    }

    private static final List<String> FIXED = List.of(
            "notification_id = <nobody>",
            "recipient_user_id = <ben>",
            "recipient_address = 'eva@example.com'",
            "team_id = <team>",
            "template_id = <other>",
            "template_version = 7",
            "title = 'x'",
            "message = 'x'",
            "producer = 'x'",
            "idempotency_key = 'x'",
            "priority = 'low'",
            "locale = 'es'",
            "request_id = 'x'",
            "scheduled_at = now()",
            "expires_at = now()",
            "accepted_at = '2026-01-01'",
            "created_at = '2026-01-01'");

    static Stream<Trial> fixed() {
        var columns = FIXED.stream()
                .map(assignment -> refused(
                        "notifications." + assignment.substring(0, assignment.indexOf(' ')) + " never changes",
                        "VE003",
                        set(assignment, "is_queued")));
        return Stream.concat(
                columns,
                Stream.of(
                        refused(
                                "what it is about never changes",
                                "VE003",
                                set("related_entity_id = <event>, related_entity_type = 'events'", "is_queued")),
                        accepted("writing the same again changes nothing", set("message = 'm'", "is_queued"))));
    }

    static Stream<Trial> kept() {
        return Stream.of(
                refused(
                        "notifications are not deleted",
                        "VE001",
                        "DELETE FROM notification.notifications WHERE notification_id = <is_sent>"),
                refused(
                        "a line of the story is not changed",
                        "VE001",
                        "UPDATE notification.notification_timeline SET event = 'x'"),
                refused("nor removed", "VE001", "DELETE FROM notification.notification_timeline"),
                refused(
                        "the lines of a story are numbered once",
                        "23505",
                        "INSERT INTO notification.notification_timeline (notification_id, entry_no, occurred_at, event) VALUES (<plain>, 1, now(), 'x')"));
    }

    @Test
    @DisplayName("retention, as the owner of the database, may redact what was said")
    void retentionRedacts() {
        try (var owner = Session.as("postgres", database)) {
            assertThat(owner.refusal(set("message = 'redacted'", "plain"))).isEqualTo(Session.ACCEPTED);
        }
    }
}
