package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import io.netty.buffer.Unpooled;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/**
 * Plays Meta: posts every callback when it is due, again and again until it is answered 200, and a user's next one only then.
 * The pauses are shorter than Meta's, so that a drill ends.
 */
final class Meta implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final URI webhook;
    private final Answers answers;
    private final ConnectionProvider connections;
    private final HttpClient client;

    Meta(URI webhook, Answers answers) {
        this.webhook = webhook;
        this.answers = answers;
        this.connections = ConnectionProvider.builder("meta")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ofMinutes(5))
                .build();
        this.client = HttpClient.create(connections)
                // A repeat that the client makes by itself would be one that nobody counts.
                .disableRetry(true)
                .responseTimeout(PATIENCE)
                .headers(headers -> headers.set("Content-Type", "application/json"));
    }

    /** Another answer than 200. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("answered " + status, null, false, false);
        }
    }

    /** Begins; completes when everything has been answered 200. */
    CompletableFuture<@Nullable Void> play(List<List<Callback>> lanes) {
        long start = System.nanoTime();
        return Flux.fromIterable(lanes)
                .flatMap(lane -> Flux.fromIterable(lane).concatMap(callback -> deliver(callback, start)), lanes.size())
                .then()
                .toFuture();
    }

    private Mono<Void> deliver(Callback callback, long start) {
        long due = start + callback.due().toNanos();
        return Mono.defer(() -> Mono.delay(Duration.ofNanos(Math.max(0, due - System.nanoTime()))))
                .then(Mono.defer(() -> post(callback)))
                .doOnError(error -> answers.broken(reason(error)))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE))
                .doOnSuccess(done -> answers.accepted(callback.message().wamid(), due, System.nanoTime()));
    }

    private Mono<Void> post(Callback callback) {
        return client.headers(headers -> headers.set(CallbackSigner.HEADER, callback.signature()))
                .post()
                .uri(webhook)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(callback.body())))
                .response()
                .flatMap(response -> response.status().code() == 200
                        ? Mono.empty()
                        : Mono.error(new Refused(response.status().code())));
    }

    private static String reason(Throwable error) {
        return switch (error) {
            case Refused refused -> String.valueOf(refused.getMessage());
            case ReadTimeoutException late -> "no answer in " + PATIENCE.toSeconds() + " s";
            default -> "connection broken";
        };
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
