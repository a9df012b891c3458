package com.eventfulhq.common.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;
import org.springframework.data.redis.connection.SubscriptionListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Publishing to and watching of live channels. A message is a JSON array of events, one publication per channel and batch.
 * Redis keeps nothing: a publication nobody watches is gone, and so is one that comes while a watcher is reconnecting.
 */
public final class LiveChannels {

    private final ReactiveRedisConnectionFactory redis;
    private final Duration timeout;

    LiveChannels(ReactiveRedisConnectionFactory redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    /**
     * Tells the watchers.
     *
     * @param events a JSON array
     * @return how many watching nodes were told; fails if Redis does not answer in time, which must not fail the caller's work
     */
    public Mono<Long> publish(LiveChannel channel, byte[] events) {
        return Mono.usingWhen(
                        Mono.fromSupplier(redis::getReactiveConnection),
                        connection ->
                                connection.pubSubCommands().publish(utf8(channel.name()), ByteBuffer.wrap(events)),
                        connection -> connection.closeLater())
                .timeout(timeout);
    }

    /** What is published on this channel from now on; subscribes again by itself when the connection is lost. */
    public Flux<byte[]> watch(LiveChannel channel) {
        return watch(channel, () -> {});
    }

    /**
     * The same, for who must know from when on nothing is missed.
     *
     * @param watching run whenever Redis has confirmed: at the start, and after every interruption. It must not wait
     */
    public Flux<byte[]> watch(LiveChannel channel, Runnable watching) {
        return Flux.usingWhen(
                        Mono.fromSupplier(redis::getReactiveConnection),
                        connection -> connection
                                .pubSubCommands()
                                .createSubscription(new Confirmations(watching))
                                .flatMapMany(subscription -> subscription
                                        .subscribe(utf8(channel.name()))
                                        .thenMany(Flux.defer(subscription::receive)
                                                .map(LiveChannels::body)
                                                .doFinally(end -> {
                                                    // A connection that is already gone needs no goodbye.
                                                    var unused = subscription
                                                            .cancel()
                                                            .onErrorComplete()
                                                            .subscribe();
                                                }))),
                        connection -> connection.closeLater())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100)).maxBackoff(Duration.ofSeconds(2)));
    }

    private static byte[] body(ReactiveSubscription.Message<ByteBuffer, ByteBuffer> message) {
        var buffer = message.getMessage();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Redis's word that a subscription stands, also when the client has made it anew by itself after a broken connection. */
    private record Confirmations(Runnable watching) implements SubscriptionListener {
        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            watching.run();
        }
    }
}
