package com.eventfulhq.gateway.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.RunningGateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealtimeIT {

    private static RunningGateway gateway;

    private final UserId ana = new UserId(UUID.randomUUID());
    private final TeamId team = new TeamId(UUID.randomUUID());
    private final String token = RunningGateway.TOKENS.user(ana, team, Scopes.WHATSAPP_READ);

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(Map.of(
                "eventful.realtime.connect-timeout", "1s",
                "eventful.realtime.stall", "1s",
                "eventful.realtime.heartbeat", "500ms",
                "eventful.realtime.silence", "20s"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void connectsWithItsFirstFrame() {
        try (var client = Client.open(uri())) {
            var answer = client.connect(token);

            assertThat(client.protocol()).isEqualTo("eventful.v1");
            assertThat(answer.path("ok").asBoolean()).isTrue();
            assertThat(answer.path("expires_at").asString()).endsWith("Z");
        }
    }

    @Test
    void connectsWithTheHandshakeAndStaysBeyondTheTimeToConnect() {
        try (var client = Client.open(uri(), token)) {
            assertThat(client.watch("inbox").path("ok").asBoolean()).isTrue();
            await().during(Duration.ofMillis(1500)).until(() -> ok(client.exchange("{\"id\":\"p\",\"op\":\"ping\"}")));
        }
    }

    @Test
    void aBadTokenInTheHandshakeIsAnsweredBeforeThereIsASocket() {
        assertThatThrownBy(() -> Client.open(uri(), "abc"))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refusal -> assertThat(
                                refusal.getResponse().statusCode())
                        .isEqualTo(401));
    }

    @Test
    void aBadTokenIsRefusedAndAGoodOneMayFollow() {
        try (var client = Client.open(uri())) {
            assertThat(code(client.connect("abc"))).isEqualTo("unauthenticated");
            assertThat(code(client.watch("inbox"))).isEqualTo("unauthenticated");
            assertThat(ok(client.connect(token))).isTrue();
        }
    }

    @Test
    void isPushedWhatIsPublishedByteForByte() {
        try (var client = watching("inbox");
                var second = watching("inbox")) {
            publish(new LiveChannel.Inbox(team), "[{\"id\":\"1\",\"x\":\"caf\\u00e9 \ud83d\ude00\"}]");

            var frame = "{\"push\":\"inbox\",\"events\":[{\"id\":\"1\",\"x\":\"caf\\u00e9 \ud83d\ude00\"}]}";
            assertThat(client.hearText()).isEqualTo(frame);
            assertThat(second.hearText()).isEqualTo(frame);
        }
    }

    @Test
    void seesNothingOfAnotherTeamOrUser() {
        try (var client = watching("inbox")) {
            client.watch("notifications");
            publish(new LiveChannel.Inbox(new TeamId(UUID.randomUUID())), "[{\"id\":\"theirs\"}]");
            publish(new LiveChannel.Notifications(new UserId(UUID.randomUUID())), "[{\"id\":\"theirs\"}]");
            publish(new LiveChannel.Notifications(ana), "[{\"id\":\"mine\"}]");

            assertThat(client.hearText()).isEqualTo("{\"push\":\"notifications\",\"events\":[{\"id\":\"mine\"}]}");
        }
    }

    @Test
    void hearsNoMoreAfterUnsubscribing() {
        try (var client = watching("inbox")) {
            assertThat(ok(client.exchange("{\"id\":\"u\",\"op\":\"unsubscribe\",\"channel\":\"inbox\"}")))
                    .isTrue();
            publish(new LiveChannel.Inbox(team), "[]");

            assertThat(client.exchange("{\"op\":\"ping\"}").path("push").asString())
                    .isEqualTo("pong");
        }
    }

    @Test
    void aTokenWithoutTheScopeOrTheTeamOrThePersonIsToldSo() {
        try (var noScope = Client.open(uri(), RunningGateway.TOKENS.user(ana, team));
                var noTeam = Client.open(uri(), RunningGateway.TOKENS.user(ana, null, Scopes.WHATSAPP_READ));
                var service = Client.open(uri(), RunningGateway.TOKENS.service(team, Scopes.WHATSAPP_READ))) {
            assertThat(code(noScope.watch("inbox"))).isEqualTo("insufficient-scope");
            assertThat(code(noTeam.watch("inbox"))).isEqualTo("insufficient-scope");
            assertThat(code(service.watch("notifications"))).isEqualTo("insufficient-scope");
            assertThat(ok(service.watch("inbox"))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"7\",\"op\":\"dance\"} | 7 | invalid-value",
                "{\"id\":\"7\",\"op\":\"subscribe\",\"channel\":\"everything\"} | 7 | invalid-value",
                "{\"id\":\"7\",\"op\":\"subscribe\"} | 7 | invalid-request",
                "{\"op\":\"subscribe\",\"channel\":\"inbox\"} | '' | invalid-request",
                "no JSON | '' | invalid-request",
                "[1] | '' | invalid-request"
            })
    void whatCannotBeDoneIsAnsweredWithACode(String frame, String re, String code) {
        try (var client = Client.open(uri(), token)) {
            var answer = client.exchange(frame);

            assertThat(answer.path("re").asString("")).isEqualTo(re);
            assertThat(code(answer)).isEqualTo(code);
        }
    }

    @Test
    void closesWithACodeThatSaysWhatToDoNext() {
        try (var nobody = Client.open(uri());
                var binary = Client.open(uri(), token);
                var expiring = Client.open(
                        uri(), RunningGateway.TOKENS.userFor(Duration.ofSeconds(2), ana, team, Scopes.WHATSAPP_READ))) {
            assertThat(nobody.closed()).isEqualTo(4401);
            assertThat(binary.sayBinary().closed()).isEqualTo(4003);
            assertThat(expiring.closed()).isEqualTo(4301);
        }
    }

    @Test
    void tooManyErrorsEndTheConnection() {
        try (var client = Client.open(uri(), token)) {
            for (int i = 0; i <= 20; i++) {
                client.say("no JSON");
            }
            assertThat(client.closed()).isEqualTo(4004);
        }
    }

    @Test
    void aNewTokenOfTheSameCallerProlongsTheConnection() {
        var soon = RunningGateway.TOKENS.userFor(Duration.ofSeconds(2), ana, team, Scopes.WHATSAPP_READ);
        try (var client = Client.open(uri(), soon)) {
            assertThat(code(client.connect(RunningGateway.TOKENS.user(new UserId(UUID.randomUUID()), team))))
                    .isEqualTo("conflict");
            assertThat(ok(client.connect(token))).isTrue();
            await().during(Duration.ofMillis(2500)).until(() -> ok(client.exchange("{\"id\":\"p\",\"op\":\"ping\"}")));
        }
    }

    @Test
    void aReaderWithoutProgressIsDroppedWhileOthersHearEverything() {
        try (var deaf = Client.deaf(uri(), token).say("{\"id\":\"s\",\"op\":\"subscribe\",\"channel\":\"inbox\"}");
                var client = watching("inbox")) {
            var events = "[\"" + "x".repeat(100_000) + "\"]";
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        publish(new LiveChannel.Inbox(team), events);
                        assertThat(client.hear().path("push").asString()).isEqualTo("inbox");
                        return counted("eventful.realtime.lags", "") > 0;
                    });
            await().atMost(Duration.ofSeconds(10)).until(() -> counted("eventful.realtime.closed", "4408") > 0);
            assertThat(deaf).isNotNull();
            publish(new LiveChannel.Inbox(team), "[]");
            assertThat(client.hear().path("events").isEmpty()).isTrue();
        }
    }

    @Test
    void aChannelIsWatchedOnceAndOnlyWhileSomebodyListens() {
        await().until(() -> gauge("eventful.realtime.watches") == 0);
        try (var first = watching("inbox");
                var second = watching("inbox")) {
            assertThat(gauge("eventful.realtime.watches")).isEqualTo(1);
            assertThat(first).isNotSameAs(second);
        }
        await().until(() -> gauge("eventful.realtime.watches") == 0 && gauge("eventful.realtime.connections") == 0);
    }

    private Client watching(String channel) {
        var client = Client.open(uri());
        assertThat(ok(client.connect(token))).isTrue();
        assertThat(ok(client.watch(channel))).isTrue();
        return client;
    }

    private static void publish(LiveChannel channel, String events) {
        gateway.bean(LiveChannels.class)
                .publish(channel, events.getBytes(UTF_8))
                .block(Duration.ofSeconds(5));
    }

    private static boolean ok(tools.jackson.databind.JsonNode answer) {
        return answer.path("ok").asBoolean(false);
    }

    private static String code(tools.jackson.databind.JsonNode answer) {
        return answer.at("/error/code").asString("");
    }

    private static double counted(String meter, String code) {
        var search = gateway.bean(MeterRegistry.class).get(meter);
        return (code.isEmpty() ? search : search.tag("code", code)).counter().count();
    }

    private static double gauge(String meter) {
        return gateway.bean(MeterRegistry.class).get(meter).gauge().value();
    }

    private static URI uri() {
        return URI.create("ws://127.0.0.1:" + gateway.port() + "/v1/realtime");
    }
}
