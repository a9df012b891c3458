package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Null;
import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TestTokens;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.HubApplication;
import com.eventfulhq.hub.WholeAnswers;
import com.eventfulhq.infra.embedded.TestServers;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/** A running hub with a database of its own, one team and one business number, and a Graph API of the test's choice. */
final class SendFixtures implements AutoCloseable {

    static final String WABA = "104996122399160";

    private static final AtomicLong NUMBERS = new AtomicLong(106_540_352_242_922L);
    private static final AtomicLong USERS = new AtomicLong(34_600_000_000L);

    final TeamId team = TeamId.next();
    final String number;
    private final TestTokens tokens = TestTokens.create();
    private final Database database;
    private final ConfigurableApplicationContext hub;
    private final LogReader eventReader;
    private final List<WhatsAppEvent> events = new CopyOnWriteArrayList<>();

    SendFixtures(URI graph, Map<String, String> further) {
        this(graph, Long.toString(NUMBERS.incrementAndGet()), further);
    }

    SendFixtures(URI graph, String number, Map<String, String> further) {
        this.number = number;
        var servers = TestServers.get();
        var address = servers.newDatabase();
        database = new Database(ConnectionFactories.get(ConnectionFactoryOptions.parse(address.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, address.user())
                .option(ConnectionFactoryOptions.PASSWORD, address.password())
                .build()));
        seed();
        var properties = new HashMap<String, Object>(servers.properties(address, "messaging_hub"));
        properties.putAll(Map.of(
                "server.port", "0",
                "eventful.token.jwks", tokens.jwks(),
                "eventful.graph.base-url", graph.toString(),
                "eventful.graph.token", "simulated-access-token",
                "eventful.graph.response-timeout", "2s",
                "eventful.send.sweep.interval", "100ms",
                "eventful.send.retry.first", "100ms",
                "eventful.send.settle-after", "1500ms",
                "eventful.send.breaker.probe", "1s",
                "eventful.send.grace", "2s"));
        properties.putAll(further);
        hub = new SpringApplicationBuilder(HubApplication.class)
                .run(properties.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
        eventReader =
                hub.getBean(LogReaders.class).read(Topics.WHATSAPP_EVENTS, "test-" + UUID.randomUUID(), this::collect);
        eventReader.start();
    }

    private Mono<Void> collect(List<LogRecord> batch) {
        batch.forEach(record -> {
            var event = Json.read(record.data(), WhatsAppEvent.class);
            if (team.equals(event.teamId())) {
                events.add(event);
            }
        });
        return Mono.empty();
    }

    private void seed() {
        execute(
                "INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ($1, 'Sala Gran', 'venue')",
                team.value());
        execute("""
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, team_id, status)
                VALUES ($1, $2, $3, 'active')""", number, WABA, team.value());
        template("booking_reminder", "en_US", "Hello {{1}}, see you on {{2}} at the venue.", "approved");
        template("paused_example", "en_US", "Never sent.", "paused");
    }

    void template(String name, String language, String body, String status) {
        execute("""
                INSERT INTO communications.whatsapp_templates
                    (team_id, waba_id, template_name, category, language, body_text, whatsapp_status)
                VALUES ($1, $2, $3, 'utility', $4, $5, $6)""", team.value(), WABA, name, language, body, status);
    }

    /** A user who never wrote, as digits. */
    static String stranger() {
        return Long.toString(USERS.incrementAndGet());
    }

    /** A user whose window is open for this long. */
    String guest(Duration window) {
        var user = stranger();
        conversation(user, window);
        return user;
    }

    ConversationId conversation(String user, @Nullable Duration window) {
        var contact = UUID.randomUUID();
        var conversation = ConversationId.next();
        execute("INSERT INTO communications.whatsapp_contacts (contact_id) VALUES ($1)", contact);
        execute("""
                INSERT INTO communications.whatsapp_contact_identities (waba_id, identity_type, identity_value, contact_id)
                VALUES ($1, 'wa_id', $2, $3)""", WABA, user, contact);
        execute(
                """
                INSERT INTO communications.whatsapp_conversations
                    (conversation_id, business_phone_number_id, contact_id, whatsapp_phone_number, session_expires_at, last_inbound_at)
                VALUES ($1, $2, $3, $4, $5, $5::timestamptz - interval '24 hours')""",
                conversation.value(),
                number,
                contact,
                user,
                Null.or(window == null ? null : Instant.now().plus(window), Instant.class));
        return conversation;
    }

    long execute(String sql, Object... parameters) {
        var changed = database.single(statements -> statements.execute(sql, parameters))
                .block(Duration.ofSeconds(10));
        return changed == null ? 0 : changed;
    }

    List<String> query(String sql, Object... parameters) {
        var rows = database.single(statements -> statements.query(sql, row -> String.valueOf(row.get(0)), parameters))
                .block(Duration.ofSeconds(10));
        return rows == null ? List.of() : rows;
    }

    <T> T bean(Class<T> type) {
        return hub.getBean(type);
    }

    WebTestClient http() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + hub.getEnvironment().getProperty("local.server.port"))
                .responseTimeout(Duration.ofSeconds(15))
                .filter(new WholeAnswers())
                .defaultHeader(
                        "Authorization", "Bearer " + tokens.service(team, Scopes.WHATSAPP_SEND, Scopes.WHATSAPP_READ))
                .build();
    }

    TestTokens tokens() {
        return tokens;
    }

    WebTestClient.ResponseSpec post(String body, String key) {
        return http().post()
                .uri(SendController.PATH)
                .header(SendController.IDEMPOTENCY_KEY, key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    static String text(String user, String body) {
        return """
                {"to":"+%s","type":"text","text":{"body":"%s"}}""".formatted(user, body);
    }

    /** Sends a text that is accepted. */
    MessageId send(String user, String body) {
        var answer = post(text(user, body), UUID.randomUUID().toString())
                .expectStatus()
                .isAccepted()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return MessageId.parse(Json.MAPPER.readTree(answer).path("message_id").asString());
    }

    /** Sends a text into a conversation that is accepted. */
    MessageId sendTo(ConversationId conversation, String body) {
        var user = query(
                        "SELECT whatsapp_phone_number FROM communications.whatsapp_conversations WHERE conversation_id = $1",
                        conversation.value())
                .getFirst();
        return send(user, body);
    }

    /** Puts a request on the log as another service does. */
    void append(SendRequested request) {
        var event = new CloudEvent(
                UUID.randomUUID().toString(), SendRequested.TYPE, "/test", Instant.now(), TraceContext.start());
        var entry = new LogEntry(Topics.WHATSAPP_SENDS, number + ":" + request.to(), event, Json.bytes(request));
        hub.getBean(EventLog.class).append(List.of(entry)).block(Duration.ofSeconds(10));
    }

    /** A status as Meta calls back with it. */
    void callback(String user, String wamid, String status, String opaqueData) {
        var value = Json.MAPPER.readTree(
                """
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"%s"},
                 "statuses":[{"id":"%s","status":"%s","timestamp":"%d","recipient_id":"%s","biz_opaque_callback_data":"%s"}]}""".formatted(number, wamid, status, Instant.now().getEpochSecond(), user, opaqueData));
        var event = new CloudEvent(
                UUID.randomUUID().toString(), CallbackType.STATUS, "/test", Instant.now(), TraceContext.start());
        var item = Json.bytes(new CallbackItem(WABA, null, "messages", value));
        hub.getBean(EventLog.class)
                .append(List.of(new LogEntry(Topics.WHATSAPP_CALLBACKS, number + ":" + user, event, item)))
                .block(Duration.ofSeconds(10));
    }

    /** Puts a message that has a row on the log once more. */
    void append(MessageId message) {
        append(new SendRequested(
                message,
                team,
                new PhoneNumberId(number),
                stranger(),
                null,
                new SendRequested.Text("again", false),
                null,
                null,
                null));
    }

    void awaitStatus(MessageId message, String status) {
        Awaitility.await("message " + message + " is " + status)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> status(message), status::equals);
    }

    String status(MessageId message) {
        return query("SELECT status FROM communications.whatsapp_messages WHERE message_id = $1", message.value())
                .stream()
                .findFirst()
                .orElse("no row yet");
    }

    String errorTitle(MessageId message) {
        return query("SELECT error_title FROM communications.whatsapp_messages WHERE message_id = $1", message.value())
                .getFirst();
    }

    /** States of the message's attempts, in order. */
    List<String> attempts(MessageId message) {
        return query(
                "SELECT state FROM communications.whatsapp_send_attempts WHERE message_id = $1 ORDER BY attempt_no",
                message.value());
    }

    /** States that were told of this message so far, in the order in which they were. */
    List<String> told(MessageId message) {
        return events.stream()
                .filter(event -> event instanceof WhatsAppEvent.MessageStatus status
                        ? status.messageId().equals(message)
                        : event instanceof WhatsAppEvent.MessageQueued queued
                                && queued.messageId().equals(message))
                .map(event -> event instanceof WhatsAppEvent.MessageStatus status ? status.status() : "queued")
                .distinct()
                .toList();
    }

    void awaitTold(MessageId message, String... states) {
        Awaitility.await("told of " + message)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> told(message), List.of(states)::equals);
    }

    @Override
    public void close() {
        eventReader.stop();
        hub.close();
    }
}
