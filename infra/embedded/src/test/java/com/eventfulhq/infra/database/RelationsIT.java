package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.RowDraft.TAKEN;
import static com.eventfulhq.infra.database.SessionsByRole.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may have many of what, and who has one: of every relation of communications, community, operations, media, notification,
 * integration and api two rows of the one are written to one row of the other. What is tried is rolled back.
 */
@RealServers
class RelationsIT {

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void oneOfEach(TestServers servers) {
        var database = servers.newDatabase();
        CommunityWorld.make(database);
        Sql.script(
                database,
                Names.in(ONE_OF_EACH.replace("SEALED", IntegrationWorld.SEALED).replace("BCRYPT", AccessWorld.BCRYPT)));
        sessions = new SessionsByRole(database);
    }

    private static final String ONE_OF_EACH = """
            INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'Sala Gran', 'venue');
            INSERT INTO billing.subscriptions (team_id, plan_id, status, current_period_start, current_period_end)
                SELECT <team>, plan_id, 'active', '2026-01-01', '2099-01-01' FROM billing.subscription_plans WHERE plan_name = 'ProMax';
            INSERT INTO identity.team_memberships (user_id, team_id, role, invitation_status) VALUES (<artist>, <team>, 'owner', 'accepted');
            INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_team_id)
                SELECT <event>, 'Fair', category_id, '2027-03-01 10:00Z', '2027-03-01 18:00Z', <team>
                FROM product.event_categories WHERE taxonomy_code = 'CORP_1_1';
            INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, team_id, status) VALUES ('number', 'waba', <team>, 'active');
            INSERT INTO communications.whatsapp_contacts (contact_id) VALUES (<guest>), (<other guest>), (<third guest>);
            INSERT INTO communications.whatsapp_conversations (conversation_id, business_phone_number_id, contact_id, whatsapp_phone_number)
                VALUES (<thread>, 'number', <guest>, '34600000001');
            INSERT INTO communications.whatsapp_templates (template_id, team_id, template_name, category, body_text)
                VALUES (<template>, <team>, 'reminder', 'utility', 'Hello');
            INSERT INTO communications.internal_conversations (conversation_id) VALUES (<chat>), (<other chat>);
            INSERT INTO community.playlists (playlist_id, owner_user_id, title) VALUES (<other playlist>, <ana>, 'Rest');
            INSERT INTO community.videos (video_id, title, cdn_url, uploader_user_id) VALUES
                (<second video>, 'x', 'https://x', <ana>), (<third video>, 'x', 'https://x', <ana>);
            INSERT INTO operations.webhook_subscriptions (webhook_id, team_id, endpoint_url, event_types, secret_key) VALUES
                (<hook>, <team>, 'https://example.com/hook', '{booking.created}', 'enc:k1:AAAA');
            INSERT INTO media.media_files (file_id, uploader_user_id, file_hash, original_filename, file_size_bytes, mime_type, storage_path, media_type)
                VALUES (<file>, <ana>, repeat('a', 64), 'a.jpg', 1, 'image/jpeg', 'a', 'image');
            INSERT INTO notification.notification_templates (template_id, template_name, template_category, channels, body_template)
                VALUES (<words>, 'reminder', 'reminder', '{in_app}', 'Tomorrow');
            INSERT INTO integration.third_party_integrations (integration_id, team_id, service_name, service_category, credentials)
                VALUES (<connection>, <team>, 'zoom', 'video_conferencing', SEALED);
            INSERT INTO api.developer_applications (app_id, app_name, owning_team_id) VALUES (<app>, 'Till', <team>);
            INSERT INTO api.api_credentials (credential_id, app_id, client_id, client_secret_hash, permissions_scope)
                VALUES (<credential>, <app>, 'till', 'BCRYPT', '{events:read}');
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"communications", "community", "operations", "mediaAndNotifications", "integrationAndApi"})
    @DisplayName("relations")
    void relation(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> communications() {
        var conversations =
                "communications.whatsapp_conversations (business_phone_number_id, contact_id, whatsapp_phone_number, user_id)";
        var messages =
                "communications.whatsapp_messages (conversation_id, direction, message_type, template_name, template_id)";
        var templates = "communications.whatsapp_templates (team_id, template_name, category, body_text)";
        var chats = "communications.internal_conversations (related_entity_id, related_entity_type)";
        var participants = "communications.conversation_participants (conversation_id, user_id)";
        var lines = "communications.internal_messages (conversation_id, sender_user_id, message_no, content)";
        return Stream.of(
                many(
                        "a person may have conversations",
                        conversations,
                        "('number', <other guest>, '34600000002', <ana>), ('number', <third guest>, '34600000003', <ana>)"),
                many(
                        "a conversation has messages",
                        messages,
                        "(<thread>, 'inbound', 'text', NULL, NULL), (<thread>, 'inbound', 'text', NULL, NULL)"),
                many(
                        "a template makes messages",
                        messages,
                        "(<thread>, 'outbound', 'template', 'reminder', <template>), (<thread>, 'outbound', 'template', 'reminder', <template>)"),
                many(
                        "a team has templates",
                        templates,
                        "(<team>, 'one', 'utility', 'x'), (<team>, 'two', 'utility', 'x')"),
                many("an event has chats", chats, "(<event>, 'events'), (<event>, 'events')"),
                many("a booking has chats", chats, "(<booking>, 'bookings'), (<booking>, 'bookings')"),
                many("a chat has people", participants, "(<chat>, <ana>), (<chat>, <ben>)"),
                many("a person has chats", participants, "(<chat>, <ana>), (<other chat>, <ana>)"),
                many("a chat has messages", lines, "(<chat>, <ana>, 1, 'x'), (<chat>, <ana>, 2, 'x')"));
    }

    static Stream<Trial> community() {
        var posts = "community.posts (author_user_id, content, related_entity_id, related_entity_type)";
        var likes = "community.post_likes (post_id, user_id)";
        var comments = "community.post_comments (post_id, author_user_id, content, parent_comment_id)";
        var follows = "community.follows (follower_user_id, following_user_id)";
        var courses = "community.courses (title, instructor_user_id)";
        var enrollments = "community.enrollments (user_id, course_id)";
        var videos = "community.videos (title, cdn_url, uploader_user_id, source_entity_id, source_entity_type)";
        var playlists = "community.playlist_videos (playlist_id, video_id)";
        var enhancements =
                "community.ai_enhanced_content (entity_id, entity_type, field_name, original_content, enhanced_content, model_id)";
        return Stream.of(
                many(
                        "an event has posts of a person",
                        posts,
                        "(<ana>, 'x', <event>, 'events'), (<ana>, 'y', <event>, 'events')"),
                many(
                        "a venue has posts of a person",
                        posts,
                        "(<ana>, 'x', <venue>, 'venues'), (<ana>, 'y', <venue>, 'venues')"),
                many("a post has likes", likes, "(<post>, <clo>), (<post>, <expert>)"),
                many("a person likes posts", likes, "(<post>, <clo>), (<other post>, <clo>)"),
                many(
                        "a post has comments of a person",
                        comments,
                        "(<post>, <clo>, 'x', NULL), (<post>, <clo>, 'y', NULL)"),
                many(
                        "a comment has replies",
                        comments,
                        "(<post>, <clo>, 'x', <comment>), (<post>, <clo>, 'y', <comment>)"),
                many("a person follows others", follows, "(<artist>, <ana>), (<artist>, <ben>)"),
                many("a person is followed by others", follows, "(<artist>, <clo>), (<ana>, <clo>)"),
                many("an instructor gives courses", courses, "('x', <artist>), ('y', <artist>)"),
                many("a learner takes courses", enrollments, "(<ana>, <course>), (<ana>, <other course>)"),
                many("a course has learners", enrollments, "(<ana>, <course>), (<expert>, <course>)"),
                many(
                        "an event has videos of a person",
                        videos,
                        "('x', 'https://x', <ana>, <event>, 'events'), ('x', 'https://x', <ana>, <event>, 'events')"),
                many(
                        "a course has videos of a person",
                        videos,
                        "('x', 'https://x', <ana>, <course>, 'courses'), ('x', 'https://x', <ana>, <course>, 'courses')"),
                many("a playlist has videos", playlists, "(<playlist>, <second video>), (<playlist>, <third video>)"),
                many(
                        "a video is in playlists",
                        playlists,
                        "(<playlist>, <second video>), (<other playlist>, <second video>)"),
                many(
                        "a model enhances a post again",
                        enhancements,
                        "(<post>, 'posts', 'title', 'x', 'X', <model>), (<post>, 'posts', 'title', 'x', 'XX', <model>)"));
    }

    static Stream<Trial> operations() {
        var hooks = "operations.webhook_subscriptions (team_id, endpoint_url, event_types, secret_key)";
        var hook = "(<team>, 'https://example.com/hook', '{booking.created}', 'enc:k1:AAAA')";
        return Stream.of(
                many("a team has webhooks", hooks, hook + ", " + hook),
                one("a person has statistics", "operations.user_statistics (user_id)", "(<ana>)"),
                one("an event has statistics", "operations.event_statistics (event_id)", "(<event>)"),
                many("persons have statistics", "operations.user_statistics (user_id)", "(<ana>), (<ben>)"));
    }

    static Stream<Trial> mediaAndNotifications() {
        var files =
                "media.media_files (uploader_user_id, original_filename, file_size_bytes, mime_type, storage_path, media_type, file_hash)";
        var file = "(<ana>, 'a.jpg', 1, 'image/jpeg', 'a', 'image', repeat('%s', 64))";
        var uses = "media.entity_media (file_id, media_usage, entity_id, entity_type)";
        var notifications =
                "notification.notifications (recipient_user_id, template_id, message, producer, idempotency_key, related_entity_id, related_entity_type)";
        var notification = "(<ana>, <words>, 'm', 'events', '%s', <about>, '%s')";
        return Stream.of(
                many("a person uploads files", files, file.formatted("b") + ", " + file.formatted("c")),
                many(
                        "a file has uses",
                        uses,
                        "(<file>, 'gallery', <ana>, 'users'), (<file>, 'banner', <venue>, 'venues')"),
                many(
                        "an event has media",
                        uses,
                        "(<file>, 'gallery', <event>, 'events'), (<file>, 'gallery', <event>, 'events')"),
                many(
                        "a venue has media",
                        uses,
                        "(<file>, 'gallery', <venue>, 'venues'), (<file>, 'gallery', <venue>, 'venues')"),
                many(
                        "a person has media",
                        uses,
                        "(<file>, 'gallery', <ana>, 'users'), (<file>, 'gallery', <ana>, 'users')"),
                many(
                        "a person hears from a template of an event",
                        notifications,
                        notification.formatted("1", "events") + ", " + notification.formatted("2", "events")),
                many(
                        "and of a booking",
                        notifications,
                        notification.formatted("1", "bookings") + ", " + notification.formatted("2", "bookings")));
    }

    static Stream<Trial> integrationAndApi() {
        var connections = "integration.third_party_integrations (team_id, service_name, service_category, credentials)";
        var connection = "(<team>, '%s', 'crm', " + IntegrationWorld.SEALED + ")";
        var runs = "integration.sync_logs (integration_id, operation, status)";
        var widgets =
                "api.embeddable_widgets (owning_team_id, widget_type, target_entity_id, target_entity_type, widget_token)";
        var widget = "(<team>, '%s', %s, repeat('%s', 32))";
        var hooks =
                "api.inbound_webhooks (inbound_webhook_id, owning_team_id, name, endpoint_url, url_token_hash, target_action)";
        var hook = "(<%1$s>, <team>, 'H', '/v1/inbound/' || <%1$s>, repeat('%1$s', 64), 'create_event')";
        var calls =
                "api.api_usage_logs (credential_id, team_id, requesting_ip, method, endpoint, status_code, response_time_ms)";
        var call = "(<credential>, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 3)";
        return Stream.of(
                many(
                        "a team has connections",
                        connections,
                        connection.formatted("hubspot") + ", " + connection.formatted("salesforce")),
                many(
                        "a connection has runs",
                        runs,
                        "(<connection>, 'import', 'started'), (<connection>, 'import', 'started')"),
                many(
                        "a team has widgets for an event",
                        widgets,
                        widget.formatted("event_tickets", "<event>, 'events'", "a") + ", "
                                + widget.formatted("event_tickets", "<event>, 'events'", "b")),
                many(
                        "and for an artist",
                        widgets,
                        widget.formatted("artist_schedule", "<artist>, 'artist_profiles'", "a") + ", "
                                + widget.formatted("artist_schedule", "<artist>, 'artist_profiles'", "b")),
                many("a team has inbound webhooks", hooks, hook.formatted("a") + ", " + hook.formatted("b")),
                many("credentials make calls", calls, call + ", " + call));
    }

    @ParameterizedTest(name = "operations.{0} stands alone")
    @DisplayName("stands alone")
    @ValueSource(strings = {"system_health_checks", "feature_flags", "microservice_communications"})
    void standsAlone(String table) {
        assertThat(sessions.as(OWNER)
                        .value("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND 'operations." + table
                                + "'::regclass IN (conrelid, confrelid)"))
                .isEqualTo("0");
    }

    private static Trial many(String rule, String columns, String rows) {
        return Trial.accepted(rule, OWNER, "INSERT INTO " + columns + " VALUES " + rows);
    }

    private static Trial one(String rule, String columns, String row) {
        return Trial.refused(rule + " once", TAKEN, OWNER, "INSERT INTO " + columns + " VALUES " + row + ", " + row);
    }
}
