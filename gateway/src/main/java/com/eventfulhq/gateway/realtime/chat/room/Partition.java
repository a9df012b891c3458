package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.gateway.realtime.chat.ask.Range;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The rooms and persons of one partition of the bus. Everything here happens on its owner loop. */
final class Partition {

    /** Conversations whose numbers are asked for at once. */
    private static final int TOPS = 500;

    private static final int MOST_DOUBLED = 7;

    private final EventLoop owner;
    private final Rooms rooms;
    private final BusWatch watch;
    private final Map<UUID, Room> open = new HashMap<>();
    private final Map<UUID, Floors> people = new HashMap<>();
    private final Map<Floor, List<Notice>> untold = new LinkedHashMap<>();

    Partition(int number, EventLoop owner, Rooms rooms) {
        this.owner = owner;
        this.rooms = rooms;
        this.watch = new BusWatch(new LiveChannel.Chat(number), owner, rooms, this::take, this::catchUp);
    }

    RoomSettings settings() {
        return rooms.settings();
    }

    EventLoop owner() {
        return owner;
    }

    // Who comes and goes.

    /** Answers with the number up to which everything was said before, {@link Room#UNKNOWN}, or {@link Room#AWAY}. */
    void join(UUID conversation, Floor floor, Consumer<Long> then) {
        room(conversation).floors.add(floor);
        watch.ensure(watched -> {
            var room = open.get(conversation);
            then.accept(watched ? room == null ? Room.UNKNOWN : room.last() : Room.AWAY);
        });
    }

    void list(Map<UUID, Long> conversations, Floor floor, Consumer<Boolean> then) {
        conversations.keySet().forEach(conversation -> room(conversation).floors.add(floor));
        watch.ensure(watched -> {
            conversations.forEach((conversation, ev) -> {
                var room = open.get(conversation);
                if (room != null) {
                    room.settle(ev);
                }
            });
            tellAll();
            then.accept(watched);
        });
    }

    private Room room(UUID conversation) {
        return open.computeIfAbsent(conversation, key -> new Room(key, this));
    }

    /** Answers with {@link Room#settle}'s number. */
    void settle(UUID conversation, long ev, Consumer<Long> then) {
        var room = open.get(conversation);
        long base = room == null ? ev : room.settle(ev);
        tellAll();
        then.accept(base);
    }

    void leave(UUID conversation, Floor floor) {
        var room = open.get(conversation);
        if (room != null) {
            room.floors.remove(floor);
            if (room.floors.isEmpty()) {
                open.remove(conversation);
                release();
            }
        }
    }

    void enter(UUID user, Floor floor, Consumer<Boolean> then) {
        people.computeIfAbsent(user, key -> new Floors()).add(floor);
        watch.ensure(then);
    }

    void exit(UUID user, Floor floor) {
        var floors = people.get(user);
        if (floors != null) {
            floors.remove(floor);
            if (floors.isEmpty()) {
                people.remove(user);
                release();
            }
        }
    }

    private void release() {
        if (isDeserted()) {
            watch.release(this::isDeserted);
        }
    }

    private boolean isDeserted() {
        return open.isEmpty() && people.isEmpty();
    }

    int size() {
        return open.size();
    }

    // What comes.

    private void take(List<BusEntry> entries) {
        entries.forEach(this::take);
        tellAll();
    }

    private void take(BusEntry entry) {
        switch (entry.kind()) {
            case EVENT -> withRoom(entry.key(), room -> room.event(entry.number(), entry.frame()));
            case TOP -> withRoom(entry.key(), room -> room.top(entry.number()));
            case LEFT -> withRoom(entry.leftConversation(), room -> room.left(entry.key()));
            case RECEIPT, TYPING -> withRoom(entry.key(), room -> tell(room, Rooms.hint(entry)));
            case USER -> mine(entry);
            case ANSWER -> {}
        }
    }

    private void withRoom(UUID conversation, Consumer<Room> then) {
        var room = open.get(conversation);
        if (room != null) {
            then.accept(room);
        }
    }

    private void mine(BusEntry entry) {
        var floors = people.get(entry.key());
        if (floors != null) {
            tell(floors, Rooms.mine(entry));
        }
    }

    /** The bus was away: whatever is newer than what was said is fetched. */
    private void catchUp() {
        var conversations = List.copyOf(open.keySet());
        for (int from = 0; from < conversations.size(); from += TOPS) {
            var part = conversations.subList(from, Math.min(conversations.size(), from + TOPS));
            catchUp(part);
        }
    }

    private void catchUp(List<UUID> conversations) {
        catchUp(conversations, 1);
    }

    private void catchUp(List<UUID> conversations, int tries) {
        var said = conversations.stream()
                .mapToLong(conversation -> {
                    var room = open.get(conversation);
                    return room == null ? Room.UNKNOWN : room.last();
                })
                .toArray();
        ask(new ChatAsk.Tops(conversations), reply -> {
            var tops = Range.tops(reply);
            if (tops.length == said.length) {
                for (int i = 0; i < tops.length; i++) {
                    long before = said[i];
                    long top = tops[i];
                    withRoom(conversations.get(i), room -> room.stands(top, before));
                }
            } else {
                later(() -> catchUp(conversations, tries + 1), tries);
            }
        });
    }

    // For the rooms.

    void ask(ChatAsk ask, Consumer<Reply> then) {
        rooms.asks().ask(owner, ask, reply -> {
            then.accept(reply);
            tellAll();
        });
    }

    /** @param tries that have failed: each makes the pause twice as long, up to a minute or so */
    void later(Runnable what, int tries) {
        var unused = owner.schedule(
                () -> {
                    what.run();
                    tellAll();
                },
                rooms.settings().retry().toMillis() << Math.min(tries - 1, MOST_DOUBLED),
                TimeUnit.MILLISECONDS);
    }

    void repaired(long events) {
        rooms.meters().repaired(events);
    }

    void restarted() {
        rooms.meters().restarted();
    }

    void tell(Room room, Notice notice) {
        tell(room.floors, notice);
    }

    private void tell(Floors floors, Notice notice) {
        for (var floor : floors.all()) {
            untold.computeIfAbsent(floor, key -> new ArrayList<>()).add(notice);
        }
    }

    /** One task per floor, however much there is to tell. */
    private void tellAll() {
        if (!untold.isEmpty()) {
            untold.forEach((floor, notices) -> floor.loop().execute(() -> floor.take(notices)));
            untold.clear();
        }
    }
}
