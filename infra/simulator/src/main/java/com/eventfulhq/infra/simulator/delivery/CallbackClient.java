package com.eventfulhq.infra.simulator.delivery;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** The HTTP side of a subscription: posts callbacks over kept-alive connections and asks for the challenge. */
final class CallbackClient {
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(20);

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final SimulatorClock clock;

    CallbackClient(int concurrency, SimulatorClock clock) {
        this.clock = clock;
        connections = ConnectionProvider.builder("simulator-callbacks")
                // Copies of duplicated POSTs pass beside the gate.
                .maxConnections(concurrency * 2)
                .pendingAcquireMaxCount(100_000)
                .pendingAcquireTimeout(CONNECT_WAIT)
                .maxIdleTime(Duration.ofSeconds(20))
                .build();
        client = HttpClient.create(connections)
                // A silent second POST would be an attempt that nobody counts.
                .disableRetry(true)
                .headers(headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .set(HttpHeaderNames.USER_AGENT, "facebookexternalua"));
    }

    /** One POST. Never an error: no answer is an attempt with status 0. */
    Mono<Attempt> post(URI target, Parcel parcel, int number, boolean copy, Duration timeout) {
        return Mono.defer(() -> {
            var at = clock.instant();
            long begun = System.nanoTime();
            return exchange(target, parcel, timeout)
                    .map(status -> new Attempt(number, at, status, since(begun), null, copy))
                    .onErrorResume(error -> Mono.just(new Attempt(number, at, 0, since(begun), describe(error), copy)));
        });
    }

    private Mono<Integer> exchange(URI target, Parcel parcel, Duration timeout) {
        return client.responseTimeout(timeout)
                .headers(headers -> {
                    if (parcel.signature() != null) {
                        headers.set(CallbackSigner.HEADER, parcel.signature());
                    }
                })
                .post()
                .uri(target)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(parcel.body())))
                .response()
                .map(CallbackClient::status);
    }

    /** Whether the subscriber returns the challenge for this verify token, as Meta asks before it subscribes. */
    Mono<Boolean> handshake(URI target, String verifyToken, String challenge) {
        var query = "hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token="
                + URLEncoder.encode(verifyToken, StandardCharsets.UTF_8);
        var separator = target.getRawQuery() == null ? "?" : "&";
        return client.responseTimeout(CONNECT_WAIT)
                .get()
                .uri(URI.create(target + separator + query))
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> status(response) == 200 && text.equals(challenge)))
                .onErrorReturn(false);
    }

    Mono<Void> close() {
        return connections.disposeLater();
    }

    private static int status(HttpClientResponse response) {
        return response.status().code();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String describe(Throwable error) {
        @Nullable String message = error.getMessage();
        var name = error.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
