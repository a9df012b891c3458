package com.eventfulhq.common.live;

import com.eventfulhq.common.redis.PubSubLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Publishing to and watching of live channels. A message is a JSON array of events, one publication per channel and batch.
 * Redis keeps nothing: a publication nobody watches is gone, and so is one that comes while a watcher is reconnecting. All
 * watchers of a service share one connection.
 */
public final class LiveChannels implements AutoCloseable {

    /** Each channel's name before what is said on it. One command: a batch that was told with one for each woke everybody for each. */
    private static final RedisScript<Long> PUBLISH_ALL = RedisScript.of("""
            for i = 1, #ARGV, 2 do
              redis.call('PUBLISH', ARGV[i], ARGV[i + 1])
            end
            return #ARGV / 2
            """, Long.class);

    private final ReactiveRedisConnectionFactory redis;
    private final ReactiveRedisTemplate<byte[], byte[]> scripts;
    private final LiveConfiguration.LiveSettings settings;
    private final Switchboard switchboard;

    /** A slow watcher waits on a thread of its own, and threads that wait are cheap. */
    private final Executor threads = Thread::startVirtualThread;

    LiveChannels(ReactiveRedisConnectionFactory redis, PubSubLines lines, LiveConfiguration.LiveSettings settings) {
        this.redis = redis;
        this.scripts = new ReactiveRedisTemplate<>(redis, RedisSerializationContext.byteArray());
        this.settings = settings;
        this.switchboard = new Switchboard(lines);
    }

    /**
     * Tells the watchers.
     *
     * @param events a JSON array
     * @return how many watching nodes were told; fails if Redis does not answer in time, which must not fail the caller's work
     */
    public Mono<Long> publish(LiveChannel channel, byte[] events) {
        if (isLost()) {
            return Mono.just(0L);
        }
        return Mono.usingWhen(
                        Mono.fromSupplier(redis::getReactiveConnection),
                        connection ->
                                connection.pubSubCommands().publish(utf8(channel.name()), ByteBuffer.wrap(events)),
                        connection -> connection.closeLater())
                .timeout(settings.timeout());
    }

    /**
     * What is said on one channel.
     *
     * @param events a JSON array
     */
    public record Publication(LiveChannel channel, byte[] events) {}

    /** Tells the watchers of several channels, in this order. Fails if Redis does not answer in time; some may have been told. */
    public Mono<Void> publish(List<Publication> publications) {
        var words = new ArrayList<byte[]>(2 * publications.size());
        for (var publication : publications) {
            if (!isLost()) {
                words.add(publication.channel().name().getBytes(StandardCharsets.UTF_8));
                words.add(publication.events());
            }
        }
        return words.isEmpty()
                ? Mono.empty()
                : scripts.execute(PUBLISH_ALL, List.of(), words).then().timeout(settings.timeout());
    }

    private boolean isLost() {
        return settings.loss() > 0 && ThreadLocalRandom.current().nextDouble() < settings.loss();
    }

    /** What is published on this channel from now on; subscribes again by itself when the connection is lost. */
    public Flux<byte[]> watch(LiveChannel channel) {
        return watch(channel, () -> {});
    }

    /**
     * The same, for who must know from when on nothing is missed. Subscribing never waits; who is slower than what comes loses
     * some of it, and that counts as an interruption.
     *
     * @param watching run whenever Redis has confirmed: at the start, and after every interruption. It must not wait
     */
    public Flux<byte[]> watch(LiveChannel channel, Runnable watching) {
        return Flux.push(sink -> join(channel.name(), sink, watching), FluxSink.OverflowStrategy.ERROR);
    }

    private void join(String name, FluxSink<byte[]> sink, Runnable watching) {
        var watcher = new Watcher(sink, watching, threads, settings.waiting().toBytes());
        switchboard.join(name, watcher);
        sink.onRequest(more -> watcher.goOn());
        sink.onDispose(() -> switchboard.leave(name, watcher));
    }

    @Override
    public void close() {
        switchboard.close();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
