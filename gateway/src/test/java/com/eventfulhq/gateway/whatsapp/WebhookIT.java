package com.eventfulhq.gateway.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.gateway.LogTail;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.callback.EndUser;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookIT {

    private static final String PATH = "/webhooks/whatsapp";
    private static final int MAX_BODY = 3 * 1024 * 1024;
    private static final Instant NOW = Instant.ofEpochSecond(1_789_034_399);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final CallbackSigner SIGNER = new CallbackSigner(RunningGateway.APP_SECRET);

    private static RunningGateway gateway;

    private final CallbackBodies bodies = new CallbackBodies(BusinessNumber.EXAMPLE, 7);
    private final EndUser ana = EndUser.of("34600111222", "Zo\u00eb \ud83c\udf89 </b>");
    private LogTail log;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void follow() {
        log = LogTail.of(Topics.WHATSAPP_CALLBACKS);
    }

    @AfterEach
    void unfollow() {
        log.close();
    }

    @Test
    void answersTheHandshakeWithTheBareChallenge() {
        var answer = get("?hub.mode=subscribe&hub.challenge=11%3Cb%3E&hub.verify_token=" + RunningGateway.VERIFY_TOKEN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("11<b>");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong",
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=verify-token",
        "hub.mode=subscribe&hub.verify_token=verify-token",
        "hub_mode=subscribe&hub_challenge=1&hub_verify_token=verify-token",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify-token&hub.verify_token=x"
    })
    void refusesAnyOtherHandshake(String query) {
        assertThat(get("?" + query).statusCode()).isEqualTo(403);
    }

    @Test
    void aMessageIsOnTheLogWhenItIsAnswered() {
        var body = CallbackBodies.body(bodies.text(ana, "caf\u00e9 / \ud83d\ude00", NOW));
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        assertThat(post(
                        body,
                        "X-Hub-Signature-256",
                        SIGNER.sign(body),
                        "traceparent",
                        "00-" + trace + "-00f067aa0ba902b7-01"))
                .isEqualTo(200);

        assertThat(log.read()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("106540352242922:" + ana.userId());
            assertThat(header(record, "ce_type")).isEqualTo(CallbackType.MESSAGE);
            assertThat(header(record, "ce_time")).isEqualTo(NOW.toString());
            assertThat(header(record, "traceparent")).contains(trace);
            var item = Json.read(record.data(), CallbackItem.class);
            assertThat(item.wabaId()).isEqualTo(BusinessNumber.EXAMPLE.wabaId());
            assertThat(item.value().at("/messages/0/text/body").asString()).isEqualTo("caf\u00e9 / \ud83d\ude00");
            assertThat(new String(record.data(), UTF_8)).contains("\"caf\\u00e9 \\/ \\ud83d\\ude00\"");
        });
    }

    @Test
    void everyItemOfABatchIsARecordWithAnIdOfItsOwn() {
        var items = IntStream.range(0, 1_000)
                .mapToObj(i -> bodies.text(EndUser.nth(i % 10), "no " + i, NOW))
                .toArray(com.eventfulhq.infra.simulator.callback.CallbackItem[]::new);

        assertThat(signed(CallbackBodies.body(items))).isEqualTo(200);

        var records = log.read();
        assertThat(records).hasSize(1_000);
        assertThat(records).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
        assertThat(records)
                .extracting(LogRecord::key)
                .containsOnly(IntStream.range(0, 10)
                        .mapToObj(i -> "106540352242922:" + EndUser.nth(i).userId())
                        .toArray(String[]::new));
    }

    @Test
    void refusesWhatIsNotSignedAndKeepsNothing() {
        var body = CallbackBodies.body(bodies.text(ana, "x", NOW));
        var good = SIGNER.sign(body);
        double before = rejected("signature");

        assertThat(post(body)).isEqualTo(401);
        assertThat(post(body, "X-Hub-Signature-256", good.substring(0, 40))).isEqualTo(401);
        assertThat(post(body, "X-Hub-Signature-256", "sha256=" + "0".repeat(64)))
                .isEqualTo(401);
        assertThat(post(body, "X-Hub-Signature-256", new CallbackSigner("other").sign(body)))
                .isEqualTo(401);
        assertThat(post(body, "X-Hub-Signature", "sha1=" + "0".repeat(40))).isEqualTo(401);
        assertThat(log.read()).isEmpty();
        assertThat(rejected("signature") - before).isEqualTo(5);
    }

    @Test
    void theConnectionServesOnAfterARefusal() throws IOException {
        var body = CallbackBodies.body(bodies.text(ana, "x".repeat(30_000), NOW));
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream().write(request(body.length, ""));
            socket.getOutputStream().write(body);
            assertThat(statusLine(socket)).contains("401");
            socket.getOutputStream().write(request(body.length, "X-Hub-Signature-256: " + SIGNER.sign(body) + "\r\n"));
            socket.getOutputStream().write(body);
            assertThat(statusLine(socket)).contains("200");
        }
    }

    @Test
    void acceptsTheSecretBeforeTheRotation() {
        var body = CallbackBodies.body(bodies.text(ana, "x", NOW));

        assertThat(post(body, "X-Hub-Signature-256", new CallbackSigner(RunningGateway.PREVIOUS_SECRET).sign(body)))
                .isEqualTo(200);
    }

    @Test
    void takesThreeMegabytesAndNotOneByteMore() {
        var largest = ofLength(MAX_BODY);
        var tooLarge = ofLength(MAX_BODY + 1);

        assertThat(signed(largest)).isEqualTo(200);
        assertThat(log.read()).singleElement().satisfies(record -> assertThat(header(record, "ce_type"))
                .isEqualTo(CallbackType.MESSAGE));
        assertThat(signed(tooLarge)).isEqualTo(413);
        assertThat(log.read()).isEmpty();
    }

    @RepeatedTest(20)
    void aSenderWhoIsStillSendingSeesThatItWasTooMuch() {
        assertThat(signed(ofLength(2 * MAX_BODY))).isEqualTo(413);
    }

    @Test
    void refusesByItsAnnouncedLengthBeforeTheBodyComes() throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream()
                    .write(request(MAX_BODY + 1, "X-Hub-Signature-256: sha256=" + "0".repeat(64) + "\r\n"));
            assertThat(statusLine(socket)).contains("413");
        }
    }

    @Test
    void refusesAnEndlessBodyWhenItPassesTheLimit() throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            var head = "POST " + PATH
                    + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-Hub-Signature-256: sha256="
                    + "0".repeat(64) + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            var chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(UTF_8);
            for (int sent = 0; sent <= MAX_BODY; sent += 0x10000) {
                socket.getOutputStream().write(chunk);
            }
            assertThat(statusLine(socket)).contains("413");
        }
    }

    @Test
    void quarantinesASignedBodyThatIsNotACallback() {
        double before = items("malformed");
        var body = "{\"entry\": not json".getBytes(UTF_8);

        assertThat(signed(body)).isEqualTo(200);
        assertThat(log.read()).singleElement().satisfies(record -> {
            assertThat(header(record, "ce_type")).isEqualTo(CallbackType.MALFORMED);
            assertThat(record.data()).isEqualTo(body);
        });
        assertThat(items("malformed") - before).isEqualTo(1);
    }

    @Test
    void oneOddElementDoesNotStopTheOthers() {
        var text = new String(CallbackBodies.body(bodies.text(ana, "x", NOW)), UTF_8);
        var body = text.replace("\"messages\":[", "\"messages\":[17,").getBytes(UTF_8);

        assertThat(signed(body)).isEqualTo(200);
        assertThat(log.read())
                .extracting(record -> header(record, "ce_type"))
                .containsExactlyInAnyOrder(CallbackType.CHANGE, CallbackType.MESSAGE);
    }

    @Test
    void keepsTypesFieldsAndNumbersNobodyKnows() {
        var stranger = new CallbackBodies(new BusinessNumber("999", "1999", "888"), 8);
        var items = List.of(
                CallbackBodies.body(bodies.ofUnknownType(ana, NOW)),
                CallbackBodies.body(stranger.text(ana, "x", NOW)),
                CallbackBodies.body(bodies.templateStatus("1", "hello", "en_US", "APPROVED", NOW)));

        assertThat(items).allSatisfy(body -> assertThat(signed(body)).isEqualTo(200));
        assertThat(log.read())
                .extracting(LogRecord::key)
                .containsExactlyInAnyOrder(
                        "106540352242922:" + ana.userId(), "999:" + ana.userId(), BusinessNumber.EXAMPLE.wabaId());
    }

    private static byte[] ofLength(int length) {
        var frame =
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
                        + "\"value\":{\"messages\":[{\"id\":\"wamid.L\",\"from\":\"34\",\"x\":\"%s\"}]}}]}]}";
        return frame.formatted("x".repeat(length - frame.length() + 2)).getBytes(UTF_8);
    }

    private static byte[] request(int length, String header) {
        return ("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n" + header + "\r\n")
                .getBytes(UTF_8);
    }

    private static String statusLine(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        var line = new StringBuilder();
        while (!line.toString().endsWith("\r\n\r\n")) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                break;
            }
            line.append((char) read);
        }
        return line.toString().lines().findFirst().orElse("");
    }

    private static HttpResponse<String> get(String query) {
        return send(HttpRequest.newBuilder(gateway.uri(PATH + query)).build());
    }

    private static int signed(byte[] body) {
        return post(body, "X-Hub-Signature-256", SIGNER.sign(body));
    }

    private static int post(byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(gateway.uri(PATH)).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build()).statusCode();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String header(LogRecord record, String name) {
        return Objects.requireNonNull(record.header(name));
    }

    private static double rejected(String reason) {
        return gateway.bean(MeterRegistry.class)
                .get("eventful.callbacks.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static double items(String kind) {
        return gateway.bean(MeterRegistry.class)
                .get("eventful.callbacks.items")
                .tag("kind", kind)
                .counter()
                .count();
    }
}
