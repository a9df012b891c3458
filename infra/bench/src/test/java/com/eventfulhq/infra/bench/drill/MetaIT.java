package com.eventfulhq.infra.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

class MetaIT {

    private static final String SECRET = "drill-secret";
    private static final int MESSAGES = 80;
    private static final Pattern NAMED = Pattern.compile("no\\. (\\d+) of user (\\d+)");

    /** Refuses every message the first time and breaks the connection the second time; the third time it accepts. */
    private static final class Reluctant {
        private final CallbackSigner signer = new CallbackSigner(SECRET);
        private final Map<String, Integer> times = new HashMap<>();
        final Map<String, List<Integer>> accepted = new HashMap<>();
        int wronglySigned;

        Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
            return request.receive().aggregate().asByteArray().flatMap(body -> answer(body, request, response));
        }

        private synchronized Mono<Void> answer(byte[] body, HttpServerRequest request, HttpServerResponse response) {
            if (!signer.sign(body).equals(request.requestHeaders().get(CallbackSigner.HEADER))) {
                wronglySigned++;
            }
            var named = NAMED.matcher(new String(body, StandardCharsets.UTF_8));
            if (!named.find()) {
                return response.status(400).send();
            }
            int time = times.merge(named.group(), 1, Integer::sum);
            if (time == 1) {
                return response.status(503).send();
            }
            if (time == 2) {
                return Mono.fromRunnable(() -> response.withConnection(MetaIT::cutOff));
            }
            accepted.computeIfAbsent(named.group(2), user -> new ArrayList<>()).add(Integer.valueOf(named.group(1)));
            return response.send();
        }
    }

    private static void cutOff(Connection connection) {
        var unused = connection.channel().close();
    }

    @Test
    void repeatsUntilAcceptedAndKeepsTheOrderOfEachUser() throws Exception {
        var server = new Reluctant();
        var listening = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/webhook", server::answer))
                .bindNow();
        var answers = new Answers();
        var lanes = new Crowd(BusinessNumber.EXAMPLE, SECRET).lanes(new Size(MESSAGES, 20, 10_000), Instant.now());
        try (var meta = new Meta(URI.create("http://127.0.0.1:" + listening.port() + "/webhook"), answers)) {
            meta.play(lanes).get(60, TimeUnit.SECONDS);
        } finally {
            listening.disposeNow();
        }

        assertThat(answers.messages()).isEqualTo(MESSAGES);
        assertThat(answers.reasons())
                .containsEntry("answered 503", MESSAGES)
                .containsEntry("connection broken", MESSAGES);
        assertThat(answers.times().values()).contains(2).allMatch(times -> times == 1 || times == 2);
        assertThat(server.wronglySigned).isZero();
        assertThat(server.accepted.values())
                .allSatisfy(numbers -> assertThat(firstTimes(numbers)).isSorted());
        assertThat(server.accepted.values().stream()
                        .mapToLong(numbers -> firstTimes(numbers).size())
                        .sum())
                .isEqualTo(MESSAGES);
    }

    private static List<Integer> firstTimes(List<Integer> numbers) {
        var seen = new HashSet<Integer>();
        return numbers.stream().filter(seen::add).toList();
    }
}
