package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.gateway.realtime.chat.ask.HubAsks;
import com.eventfulhq.gateway.realtime.socket.Frame;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** All rooms of this node. Only passes on: from a floor to the partition, and back. */
public final class Rooms {

    private final LiveChannels live;
    private final HubAsks asks;
    private final RoomSettings settings;
    private final RoomMeters meters;
    private final AtomicReferenceArray<Partition> partitions = new AtomicReferenceArray<>(BusEntry.PARTITIONS);

    public Rooms(LiveChannels live, HubAsks asks, RoomSettings settings, RoomMeters meters) {
        this.live = live;
        this.asks = asks;
        this.settings = settings;
        this.meters = meters;
    }

    /** A floor for an event loop that has none. */
    public Floor floor(EventLoop loop) {
        return new Floor(loop, this);
    }

    LiveChannels live() {
        return live;
    }

    HubAsks asks() {
        return asks;
    }

    RoomSettings settings() {
        return settings;
    }

    RoomMeters meters() {
        return meters;
    }

    void join(UUID conversation, Floor floor, Consumer<Long> then) {
        on(conversation, floor, partition -> partition.join(conversation, floor, back(floor, then)));
    }

    void settle(UUID conversation, Floor floor, long ev, Consumer<Long> then) {
        on(conversation, floor, partition -> partition.settle(conversation, ev, back(floor, then)));
    }

    void leave(UUID conversation, Floor floor) {
        on(conversation, floor, partition -> partition.leave(conversation, floor));
    }

    void enter(UUID user, Floor floor, Consumer<Boolean> then) {
        on(user, floor, partition -> partition.enter(user, floor, back(floor, then)));
    }

    void exit(UUID user, Floor floor) {
        on(user, floor, partition -> partition.exit(user, floor));
    }

    /** All at once: one task per partition. */
    void list(Map<UUID, Long> conversations, Floor floor, Consumer<Boolean> then) {
        var parts = new HashMap<Integer, Map<UUID, Long>>();
        conversations.forEach(
                (conversation, ev) -> parts.computeIfAbsent(BusEntry.partitionOf(conversation), key -> new HashMap<>())
                        .put(conversation, ev));
        if (parts.isEmpty()) {
            then.accept(true);
            return;
        }
        var all = new All(parts.size(), then);
        parts.values()
                .forEach(part -> on(
                        part.keySet().iterator().next(),
                        floor,
                        partition -> partition.list(part, floor, back(floor, all::done))));
    }

    /** Waits for several. */
    private static final class All {
        private final Consumer<Boolean> then;
        private int outstanding;
        private boolean good = true;

        All(int count, Consumer<Boolean> then) {
            this.outstanding = count;
            this.then = then;
        }

        void done(boolean well) {
            good &= well;
            if (--outstanding == 0) {
                then.accept(good);
            }
        }
    }

    private void on(UUID key, Floor floor, Consumer<Partition> task) {
        var partition = partition(BusEntry.partitionOf(key), floor);
        partition.owner().execute(() -> task.accept(partition));
    }

    /** Who needs it first gives it a loop of its group; which one is left to the group. */
    private Partition partition(int number, Floor floor) {
        var partition = partitions.get(number);
        if (partition == null) {
            var group = floor.loop().parent();
            var owner = group == null ? floor.loop() : group.next();
            var made = new Partition(number, owner, this);
            partition = partitions.compareAndExchange(number, null, made);
            return partition == null ? made : partition;
        }
        return partition;
    }

    private static <T> Consumer<T> back(Floor floor, Consumer<T> then) {
        return result -> floor.loop().execute(() -> then.accept(result));
    }

    static Notice hint(BusEntry entry) {
        return new Notice.Hint(entry.key(), entry.number(), Frame.text(entry.frame()));
    }

    static Notice mine(BusEntry entry) {
        return new Notice.Mine(entry.key(), entry.frame(), Frame.text(entry.frame()));
    }
}
