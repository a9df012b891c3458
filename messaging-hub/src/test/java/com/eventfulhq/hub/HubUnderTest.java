package com.eventfulhq.hub;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.token.TestTokens;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The hub as it is, on real servers and a database of its own, with one team that owns one number. */
public final class HubUnderTest implements AutoCloseable {

    public static final String TEAM = "7e000000-0000-4000-8000-000000000001";
    public static final String OTHER_TEAM = "7e000000-0000-4000-8000-000000000002";

    public final String number = "pn-" + UUID.randomUUID();
    public final TestTokens tokens = TestTokens.create();
    private final TestServers servers = TestServers.get();
    private final DatabaseAddress database = servers.newDatabase();
    private final ConfigurableApplicationContext hub;

    public HubUnderTest(String... properties) {
        Sql.script(database, """
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ('%s', 'Ours', 'venue'), ('%s', 'Theirs', 'venue');
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, team_id, status)
                VALUES ('%s', 'waba', '%s', 'active');
                """.formatted(TEAM, OTHER_TEAM, number, TEAM));
        // As arguments, because nothing but them outranks application.yml.
        var arguments = new ArrayList<String>(List.of("--server.port=0", "--eventful.token.jwks=" + tokens.jwks()));
        servers.properties(database, "messaging_hub")
                .forEach((name, value) -> arguments.add("--" + name + "=" + value));
        for (var property : properties) {
            arguments.add("--" + property);
        }
        hub = new SpringApplicationBuilder(HubApplication.class).run(arguments.toArray(String[]::new));
    }

    public <T> T bean(Class<T> type) {
        return hub.getBean(type);
    }

    public int port() {
        return Integer.parseInt(hub.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public TestServers servers() {
        return servers;
    }

    public List<Map<String, String>> rows(String query, Object... parameters) {
        return Sql.rows(database, query, parameters);
    }

    /** How many rows a query counts. */
    public long count(String query, Object... parameters) {
        return Long.parseLong(
                rows(query, parameters).getFirst().values().iterator().next());
    }

    /** The conversation messages from this user are in. */
    public String conversationOf(String waId) {
        return rows(
                        "SELECT conversation_id FROM communications.whatsapp_conversations WHERE business_phone_number_id = ? AND whatsapp_phone_number = ?",
                        number,
                        waId)
                .getFirst()
                .values()
                .iterator()
                .next();
    }

    /** A text message as the gateway puts it on the log. */
    public LogEntry text(String waId, String wamid, String body, Instant at) {
        return message(waId, """
                {"from":"%s","id":"%s","timestamp":"%d","type":"text","text":{"body":"%s"}}""".formatted(waId, wamid, at.getEpochSecond(), body));
    }

    /** Any message of Meta's. */
    public LogEntry message(String waId, String json) {
        return entry(CallbackType.MESSAGE, waId, """
                {"waba_id":"waba","field":"messages","value":{"metadata":{"phone_number_id":"%s"},
                "contacts":[{"profile":{"name":"Zoë"},"wa_id":"%s"}],"messages":[%s]}}""".formatted(number, waId, json));
    }

    public LogEntry status(String waId, String wamid, String status, Instant at) {
        return entry(CallbackType.STATUS, waId, """
                {"waba_id":"waba","field":"messages","value":{"metadata":{"phone_number_id":"%s"},
                "statuses":[{"id":"%s","status":"%s","timestamp":"%d","recipient_id":"%s"}]}}""".formatted(number, wamid, status, at.getEpochSecond(), waId));
    }

    public LogEntry entry(String type, String user, String json) {
        var event = new CloudEvent(UUID.randomUUID().toString(), type, "/gateway", Instant.now(), TraceContext.start());
        return new LogEntry(
                Topics.WHATSAPP_CALLBACKS, number + ":" + user, event, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts records onto the log; returns when the log has them. */
    public void arrive(LogEntry... entries) {
        bean(EventLog.class).append(List.of(entries)).block(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        hub.close();
    }
}
