package com.eventfulhq.gateway.realtime.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop, and what they share: the limits, one clock, one flush and one copy of a frame per turn. */
final class Shard {

    static final Duration TICK = Duration.ofMillis(100);

    private final EventLoop loop;
    private final Limits limits;
    private final SocketMeters meters;
    private final Wheel wheel = new Wheel();
    private final Inflation inflation = new Inflation();
    private final long startedAt = System.nanoTime();
    private final List<Connection> dirty = new ArrayList<>();
    private final Runnable endOfTurn = this::endTurn;

    private byte @Nullable [] copied;
    private @Nullable ByteBuf copy;
    private boolean turning;

    private int pushed;
    private int dropped;
    private int lags;

    Shard(EventLoop loop, Limits limits, SocketMeters meters) {
        this.loop = loop;
        this.limits = limits;
        this.meters = meters;
    }

    void start() {
        var unused = loop.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    Limits limits() {
        return limits;
    }

    SocketMeters meters() {
        return meters;
    }

    Wheel wheel() {
        return wheel;
    }

    Inflation inflation() {
        return inflation;
    }

    // Time.

    /** Whole ticks, at least one: what is to happen after a while must not happen before. */
    static int ticks(Duration duration) {
        long ticks = duration.plus(TICK).minusNanos(1).dividedBy(TICK);
        return Math.clamp(ticks, 1, Integer.MAX_VALUE / 2);
    }

    private void tick() {
        int target = (int) ((System.nanoTime() - startedAt) / TICK.toNanos());
        while (wheel.now() < target) {
            wheel.tick();
        }
        count();
    }

    private void count() {
        meters.pushed(pushed, dropped, lags);
        pushed = 0;
        dropped = 0;
        lags = 0;
    }

    void drain(int ticks) {
        for (var connection : wheel.all()) {
            connection.endIn(Goodbye.DRAINING, ThreadLocalRandom.current().nextInt(ticks + 1));
        }
    }

    void cut() {
        wheel.all().forEach(Connection::cut);
    }

    // Counted here and shown once per tick: a fan-out to thousands must not touch a shared counter for each.

    void countPush() {
        pushed++;
    }

    void countDropped() {
        dropped++;
    }

    void countLags(boolean one) {
        lags += one ? 1 : 0;
    }

    // Out.

    /**
     * A buffer of these bytes for one reader. The loop keeps the copy of the bytes it last sent until its turn ends: most
     * often the next reader gets the same.
     */
    @SuppressWarnings("ReferenceEquality") // Comparing the bytes would cost more than it saves.
    ByteBuf shared(byte[] wire, ByteBufAllocator buffers) {
        var current = copy;
        if (current == null || copied != wire) {
            releaseCopy();
            current = buffers.directBuffer(wire.length, wire.length).writeBytes(wire);
            copy = current;
            copied = wire;
            turn();
        }
        return current.retainedDuplicate();
    }

    void flushLater(Connection connection) {
        dirty.add(connection);
        turn();
    }

    private void turn() {
        if (turning) {
            return;
        }
        turning = true;
        if (loop instanceof SingleThreadEventLoop single) {
            single.executeAfterEventLoopIteration(endOfTurn);
        } else {
            loop.execute(endOfTurn);
        }
    }

    private void endTurn() {
        turning = false;
        releaseCopy();
        // Flushing may make a connection writable, which then writes on and asks for the next turn.
        for (int i = 0, size = dirty.size(); i < size; i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
    }

    private void releaseCopy() {
        if (copy != null) {
            copy.release();
            copy = null;
            copied = null;
        }
    }
}
