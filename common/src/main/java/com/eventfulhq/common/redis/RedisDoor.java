package com.eventfulhq.common.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Opens the connection all commands share, off the event loops, and lets nobody pass before: the first command would otherwise
 * open it on the event loop it is called from, and wait there.
 *
 * <pre>
 *  shut ──first connection──▶ open: from now on the client mends the connection by itself
 *   └─ tried again, pauses bounded        (commands wait for it within their own time-out, then fail)
 * </pre>
 */
final class RedisDoor implements ReactiveRedisConnectionFactory, PubSubLines, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RedisDoor.class);

    private static final RedisCodec<String, byte[]> NAMED_BYTES =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private enum State {
        UNKNOWN,
        CONNECTED,
        AWAY,
        OVER
    }

    private final LettuceConnectionFactory connections;
    private final RedisSettings settings;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);
    private final CountDownLatch firstTry = new CountDownLatch(1);
    private volatile boolean open;
    private @Nullable Disposable opening;

    RedisDoor(LettuceConnectionFactory connections, RedisSettings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    @Override
    public ReactiveRedisConnection getReactiveConnection() {
        requireOpen();
        return connections.getReactiveConnection();
    }

    @Override
    public ReactiveRedisClusterConnection getReactiveClusterConnection() {
        requireOpen();
        return connections.getReactiveClusterConnection();
    }

    @Override
    public StatefulRedisPubSubConnection<String, byte[]> open() {
        requireOpen();
        return switch (connections.getRequiredNativeClient()) {
            case RedisClient client -> client.connectPubSub(NAMED_BYTES);
            case RedisClusterClient cluster -> cluster.connectPubSub(NAMED_BYTES);
            default -> throw new IllegalStateException("Redis: a client that is neither of one node nor of a cluster");
        };
    }

    private void requireOpen() {
        if (!open) {
            throw new RedisConnectionFailureException("Redis: no connection yet (expected: one; it is tried again)");
        }
    }

    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException error) {
        return connections.translateExceptionIfPossible(error);
    }

    boolean isConnected() {
        return state.get() == State.CONNECTED;
    }

    @Override
    public synchronized void start() {
        if (opening != null) {
            return;
        }
        open = false;
        state.set(State.UNKNOWN);
        connections.getRequiredNativeClient().addListener(new Changes());
        opening = Mono.fromRunnable(this::openShared)
                .subscribeOn(Schedulers.boundedElastic())
                .doOnError(this::notNow)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, settings.retryMin()).maxBackoff(settings.retryMax()))
                .subscribe();
        awaitFirstTry();
    }

    /** Waits for the connection, so never on an event loop. */
    private void openShared() {
        var unused = connections.getReactiveConnection();
        open = true;
        firstTry.countDown();
    }

    private void notNow(Throwable error) {
        become(State.AWAY, error.getMessage());
        firstTry.countDown();
    }

    /** What starts after this finds Redis, if it is there at all. */
    private void awaitFirstTry() {
        try {
            var unused = firstTry.await(settings.waitAtStart().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void become(State next, @Nullable String why) {
        var before = state.getAndUpdate(now -> now == State.OVER ? now : next);
        if (before == next || before == State.OVER) {
            return;
        }
        if (next == State.AWAY) {
            LOG.warn("Redis is away, everything goes on without it: {}", why);
        } else if (before == State.AWAY) {
            LOG.info("Redis is back");
        }
    }

    @Override
    public synchronized void stop() {
        state.set(State.OVER);
        if (opening != null) {
            opening.dispose();
            opening = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return opening != null;
    }

    /** After the client itself (0), before whoever works with it. */
    @Override
    public int getPhase() {
        return 100;
    }

    /** Of the shared connection only: the one that watches live channels comes and goes. */
    private final class Changes implements RedisConnectionStateListener {

        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            if (isShared(connection)) {
                become(State.CONNECTED, null);
            }
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            if (isShared(connection)) {
                become(State.AWAY, "the connection is lost");
            }
        }

        private static boolean isShared(RedisChannelHandler<?, ?> connection) {
            return !(connection instanceof StatefulRedisPubSubConnection<?, ?>);
        }
    }
}
