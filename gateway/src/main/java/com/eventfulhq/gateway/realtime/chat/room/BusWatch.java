package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/** One channel of the bus, watched for as long as somebody needs it and a little longer. Everything but the bytes is on one loop. */
final class BusWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BusWatch.class);

    private final LiveChannel channel;
    private final EventLoop loop;
    private final Rooms rooms;
    private final Consumer<List<BusEntry>> entries;
    private final Runnable interrupted;
    private final List<Consumer<Boolean>> waiting = new ArrayList<>();
    private @Nullable Disposable watching;
    private boolean watched;

    /** @param interrupted run when the bus is back after it was away */
    BusWatch(LiveChannel channel, EventLoop loop, Rooms rooms, Consumer<List<BusEntry>> entries, Runnable interrupted) {
        this.channel = channel;
        this.loop = loop;
        this.rooms = rooms;
        this.entries = entries;
        this.interrupted = interrupted;
    }

    /** Tells {@code true} once nothing is missed from now on, {@code false} if that takes too long. */
    void ensure(Consumer<Boolean> then) {
        if (watched) {
            then.accept(true);
            return;
        }
        waiting.add(then);
        var unused = loop.schedule(
                () -> {
                    if (waiting.remove(then)) {
                        then.accept(false);
                    }
                },
                rooms.settings().watchTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        if (watching == null) {
            watching = rooms.live()
                    .watch(channel, () -> loop.execute(this::confirmed))
                    .subscribe(this::published);
        }
    }

    private void confirmed() {
        if (watched) {
            interrupted.run();
            return;
        }
        watched = watching != null;
        var told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(then -> then.accept(true));
    }

    private void published(byte[] publication) {
        try {
            var read = BusEntry.read(publication);
            loop.execute(() -> entries.accept(read));
        } catch (IOException e) {
            LOG.warn("bus: {} said something that cannot be read: {}", channel.name(), e.getMessage());
        }
    }

    /** Nobody needs it now. It is watched on for a while: a client that reconnects comes at once. */
    void release(BooleanSupplier deserted) {
        var unused = loop.schedule(
                () -> {
                    if (deserted.getAsBoolean() && watching != null) {
                        watching.dispose();
                        watching = null;
                        watched = false;
                    }
                },
                rooms.settings().linger().toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
