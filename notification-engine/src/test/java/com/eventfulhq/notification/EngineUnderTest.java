package com.eventfulhq.notification;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TestTokens;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The engine as it is, on real servers and a database of its own: a team of two, Ben with a verified number and Ana without, and
 * two templates, one for every channel and one for the app only.
 */
public final class EngineUnderTest implements AutoCloseable {

    public static final TeamId TEAM = TeamId.parse("7e000000-0000-4000-8000-000000000001");
    public static final TeamId OTHER_TEAM = TeamId.parse("7e000000-0000-4000-8000-000000000002");
    public static final UserId BEN = UserId.parse("a0000000-0000-4000-8000-000000000002");

    public static final UserId ANA = UserId.parse("a0000000-0000-4000-8000-000000000001");

    private static final String ALL = Scopes.NOTIFICATIONS_WRITE + " " + Scopes.NOTIFICATIONS_READ;

    private final TestTokens tokens = TestTokens.create();
    private final TestServers servers = TestServers.get();
    private final DatabaseAddress database = servers.newDatabase();
    private final ConfigurableApplicationContext engine;
    private final HttpClient http = HttpClient.newHttpClient();

    public EngineUnderTest(String... properties) {
        Sql.script(database, """
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('%1$s', 'Ours', 'venue'), ('%4$s', 'Theirs', 'venue');
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, team_id, status)
                VALUES ('pn-1', 'waba', '%1$s', 'active');
                INSERT INTO security.users (user_id, name, email, whatsapp_number, whatsapp_verified, primary_archetype)
                VALUES ('%2$s', 'Ben', 'ben@example.org', '34600111333', true, 'Fan'), ('%3$s', 'Ana', 'ana@example.org', NULL, false, 'Fan');
                INSERT INTO identity.team_memberships (user_id, team_id, invitation_status)
                VALUES ('%2$s', '%1$s', 'accepted'), ('%3$s', '%1$s', 'accepted');
                INSERT INTO notification.notification_templates (template_name, template_category, channels, subject_template,
                    body_template, whatsapp_template_name, whatsapp_variables)
                VALUES ('reminder', 'reminder', ARRAY['in_app', 'whatsapp', 'email'], 'On {{{date}}}', 'Hello {{{guest}}}, on {{{date}}}.',
                    'booking_reminder', ARRAY['guest', 'date']),
                    ('news', 'alert', ARRAY['in_app'], NULL, 'News: {{{text}}}', NULL, '{}');
                """.formatted(TEAM, BEN, ANA, OTHER_TEAM));
        var arguments = new ArrayList<String>(List.of("--server.port=0", "--eventful.token.jwks=" + tokens.jwks()));
        servers.properties(database, "notification_engine")
                .forEach((name, value) -> arguments.add("--" + name + "=" + value));
        for (var property : properties) {
            arguments.add("--" + property);
        }
        engine = new SpringApplicationBuilder(NotificationApplication.class).run(arguments.toArray(String[]::new));
    }

    /** A token of a service of a team, allowed to do all there is here. */
    public String token(TeamId team) {
        return tokens.service(team, Scopes.NOTIFICATIONS_WRITE, Scopes.NOTIFICATIONS_READ);
    }

    /** A token of another service of a team. */
    public String token(TeamId team, String client) {
        return tokens.signed(team, ALL, claims -> claims.subject(client).claim("client_id", client));
    }

    /** A token of a person, acting for a team or for none. */
    public String token(UserId user, @Nullable TeamId team) {
        return tokens.user(user, team, Scopes.NOTIFICATIONS_WRITE, Scopes.NOTIFICATIONS_READ);
    }

    public HttpResponse<String> post(String token, String key, String json) throws IOException, InterruptedException {
        return http.send(
                request("/v1/notifications", token)
                        .header("Idempotency-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        return http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A POST without anything in it. */
    public HttpResponse<String> post(String token, String path) throws IOException, InterruptedException {
        return http.send(
                request(path, token).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        var port = engine.getEnvironment().getRequiredProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public <T> T bean(Class<T> type) {
        return engine.getBean(type);
    }

    public List<Map<String, String>> rows(String query, Object... parameters) {
        return Sql.rows(database, query, parameters);
    }

    /** Puts records onto the log; returns when the log has them. */
    public void arrive(LogEntry... entries) {
        engine.getBean(EventLog.class).append(List.of(entries)).block(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        engine.close();
    }
}
