package com.eventfulhq.common.live;

import com.eventfulhq.common.redis.PubSubLines;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All channels a service watches, over one connection. Messages go from Redis's event loop straight to who watches; everything
 * else happens on one thread of its own, which alone may wait for the connection.
 *
 * <pre>
 *              first watcher: SUBSCRIBE            Redis confirms: the watchers are told
 *  silent ───────────────────────────────▶ asked ────────────────────────────────────────▶ heard
 *    ▲  ▲─ refused, or no answer: asked for again after a pause ─┘                         │  │
 *    │  └───────────── the connection is lost; the client subscribes again by itself ──────┘  │
 *    └──────────── Redis confirms ◀─ leaving ◀─ the last watcher has gone: UNSUBSCRIBE ───────┘
 * </pre>
 *
 * What Redis says comes in the order of what it did, so its last word on a channel holds: a channel that is silent though
 * somebody watches is asked for, however it came to that.
 */
final class Switchboard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

    /** Names in one command. */
    private static final int MOST_NAMES = 1_000;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** How long the client may take to subscribe again by itself before it is helped. */
    private static final Duration MENDING = Duration.ofSeconds(1);

    private enum State {
        SILENT,
        ASKED,
        HEARD,
        LEAVING
    }

    private static final class Channel {
        private final String name;
        private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
        private State state = State.SILENT;

        Channel(String name) {
            this.name = name;
        }

        boolean isWanted() {
            return !watchers.isEmpty();
        }
    }

    private final PubSubLines lines;
    private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor thread;

    /** Of the own thread: those at which something may be to do. */
    private final Set<Channel> unsettled = new LinkedHashSet<>();

    private @Nullable StatefulRedisPubSubConnection<String, byte[]> line;
    private Duration pause = PAUSE;
    private boolean pausing;
    private boolean settlingIsDue;

    Switchboard(PubSubLines lines) {
        this.lines = lines;
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().daemon().name("live-channels").factory(),
                // Who leaves after the end has left already.
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** From any thread; the watcher is told when its channel is heard. */
    void join(String name, Watcher watcher) {
        thread.execute(() -> {
            var channel = channel(name);
            channel.watchers.add(watcher);
            if (channel.state == State.HEARD) {
                watcher.confirm();
            } else {
                settle(channel);
            }
        });
    }

    /** From any thread. */
    void leave(String name, Watcher watcher) {
        thread.execute(() -> {
            var channel = channel(name);
            channel.watchers.remove(watcher);
            settle(channel);
        });
    }

    private Channel channel(String name) {
        return channels.computeIfAbsent(name, Channel::new);
    }

    // What is to be done, gathered: whoever comes or goes before its turn is part of the same command.

    private void settle(Channel channel) {
        unsettled.add(channel);
        settleSoon();
    }

    private void settleSoon() {
        if (!settlingIsDue && !pausing) {
            settlingIsDue = true;
            thread.execute(this::settleAll);
        }
    }

    private void settleAll() {
        settlingIsDue = false;
        unsettled.removeIf(this::isForgotten);
        if (unsettled.isEmpty()) {
            return;
        }
        var current = line == null ? opened() : line;
        if (current == null) {
            return;
        }
        if (!current.isOpen()) {
            tryLater(MENDING);
            return;
        }
        var come = new ArrayList<Channel>();
        var gone = new ArrayList<Channel>();
        for (var channel : unsettled) {
            if (channel.state == State.SILENT) {
                come.add(channel);
            } else if (channel.state == State.HEARD && !channel.isWanted()) {
                gone.add(channel);
            }
        }
        unsettled.clear();
        for (var part : parts(come)) {
            ask(part, State.ASKED, current.async().subscribe(names(part)));
        }
        for (var part : parts(gone)) {
            ask(part, State.LEAVING, current.async().unsubscribe(names(part)));
        }
    }

    private boolean isForgotten(Channel channel) {
        return channel.state == State.SILENT && !channel.isWanted() && channels.remove(channel.name, channel);
    }

    /** Null if there is none now; it is tried again after a pause. */
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> opened() {
        try {
            var opened = lines.open();
            opened.addListener(new Heard());
            opened.addListener(new Changes());
            line = opened;
            return opened;
        } catch (RuntimeException e) {
            LOG.debug("live: no connection yet", e);
            tryLater(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            return null;
        }
    }

    /** Nothing can be asked for now; who comes meanwhile waits, too. */
    private void tryLater(Duration delay) {
        pausing = true;
        later(this::goOn, delay);
    }

    private void goOn() {
        pausing = false;
        settleSoon();
    }

    private static List<List<Channel>> parts(List<Channel> all) {
        var parts = new ArrayList<List<Channel>>();
        for (int from = 0; from < all.size(); from += MOST_NAMES) {
            parts.add(all.subList(from, Math.min(all.size(), from + MOST_NAMES)));
        }
        return parts;
    }

    private static String[] names(List<Channel> part) {
        return part.stream().map(channel -> channel.name).toArray(String[]::new);
    }

    private void ask(List<Channel> part, State meanwhile, CompletionStage<Void> asked) {
        part.forEach(channel -> channel.state = meanwhile);
        var unused = asked.whenComplete((nothing, error) -> {
            if (error != null) {
                thread.execute(() -> unanswered(part, meanwhile));
            }
        });
    }

    /** Whether Redis has done it is not known; if it has, it will say so, or be told again. */
    private void unanswered(List<Channel> part, State meanwhile) {
        for (var channel : part) {
            if (channel.state == meanwhile) {
                channel.state = meanwhile == State.ASKED ? State.SILENT : State.HEARD;
            }
        }
        later(() -> part.forEach(this::settle), LONGEST_PAUSE);
    }

    private void later(Runnable what, Duration delay) {
        var unused = thread.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    // What Redis says.

    private void confirmed(String name) {
        var channel = channel(name);
        if (channel.state == State.LEAVING) {
            // From before; that it is left is still to come.
            return;
        }
        channel.state = State.HEARD;
        if (channel.isWanted()) {
            channel.watchers.forEach(Watcher::confirm);
        } else {
            settle(channel);
        }
    }

    private void left(String name) {
        var channel = channel(name);
        if (channel.state != State.ASKED) {
            channel.state = State.SILENT;
            settle(channel);
        }
    }

    private void disconnected() {
        channels.values().forEach(channel -> channel.state = State.SILENT);
    }

    /** The client has begun to subscribe again to all it knew; only what came since is asked for at once. */
    private void connected() {
        goOn();
        later(() -> channels.values().forEach(this::settle), MENDING);
    }

    /** On Redis's event loop. */
    private final class Heard extends RedisPubSubAdapter<String, byte[]> {
        @Override
        public void message(String name, byte[] message) {
            var channel = channels.get(name);
            if (channel != null) {
                channel.watchers.forEach(watcher -> watcher.take(message));
            }
        }

        @Override
        public void subscribed(String name, long count) {
            thread.execute(() -> confirmed(name));
        }

        @Override
        public void unsubscribed(String name, long count) {
            thread.execute(() -> left(name));
        }
    }

    /** On Redis's event loop. */
    private final class Changes implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            thread.execute(Switchboard.this::connected);
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            thread.execute(Switchboard.this::disconnected);
        }
    }

    @Override
    public void close() {
        thread.execute(() -> {
            if (line != null && line.isOpen()) {
                var unused = line.closeAsync();
            }
        });
        thread.shutdown();
    }
}
