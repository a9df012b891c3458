package com.eventfulhq.gateway.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.infra.embedded.TestServers;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.callback.EndUser;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogOutageIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final byte[] body =
            CallbackBodies.body(new CallbackBodies(BusinessNumber.EXAMPLE, 9).text(EndUser.nth(1), "x", Instant.EPOCH));

    @Test
    void withoutTheLogMetaIsToldToComeBackWithinASecondAndServedWhenItReturns() throws Exception {
        var kafka = TestServers.get().kafka();
        try (var gateway = RunningGateway.start(Map.of())) {
            assertThat(post(gateway).statusCode()).isEqualTo(200);
            assertThat(ready(gateway)).isEqualTo(200);
            kafka.stop();
            long before = System.nanoTime();
            var refused = post(gateway);
            var took = Duration.ofNanos(System.nanoTime() - before);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(took).isLessThan(Duration.ofMillis(1_100));
            assertThat(ready(gateway)).isEqualTo(503);

            kafka.start();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(post(gateway).statusCode()).isEqualTo(200));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(ready(gateway)).isEqualTo(200));
        } finally {
            kafka.start();
        }
    }

    private HttpResponse<String> post(RunningGateway gateway) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(gateway.uri("/webhooks/whatsapp"))
                        .header(CallbackSigner.HEADER, new CallbackSigner(RunningGateway.APP_SECRET).sign(body))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int ready(RunningGateway gateway) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(gateway.uri("/actuator/health/readiness"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }
}
