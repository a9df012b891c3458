package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Everybody who listens on one event loop. Touched on it only. */
public final class Floor {

    private final EventLoop loop;
    private final Rooms rooms;
    private final Map<UUID, Audience> audiences = new HashMap<>();
    private final Map<UUID, List<Guest>> people = new HashMap<>();

    Floor(EventLoop loop, Rooms rooms) {
        this.loop = loop;
        this.rooms = rooms;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Takes a seat.
     *
     * @param then told when there is something to answer; the seat, if there is one, hears nothing before it is told to
     * @return the seat, which can be left at any time
     */
    public Seat open(Guest guest, Request.Position position, Consumer<Opened> then) {
        var seat =
                audience(position.conversationId()).sit(guest, rooms.settings().remembered());
        new Opening(this, rooms, seat, position, then).begin();
        return seat;
    }

    private Audience audience(UUID conversation) {
        return audiences.computeIfAbsent(
                conversation, key -> new Audience(key, this, rooms.settings().slice()));
    }

    /** Somebody of an audience went. */
    void left(Audience audience) {
        if (audience.isEmpty()) {
            audiences.remove(audience.conversation());
            rooms.leave(audience.conversation(), this);
        }
    }

    /** A person whose list is watched. Told {@code true} once nothing for it is missed, {@code false} if that took too long. */
    public void enter(Guest guest, Consumer<Boolean> then) {
        people.computeIfAbsent(guest.user(), key -> new ArrayList<>(1)).add(guest);
        rooms.enter(guest.user(), this, then);
    }

    public void exit(Guest guest) {
        var guests = people.get(guest.user());
        if (guests != null && guests.remove(guest) && guests.isEmpty()) {
            people.remove(guest.user());
            rooms.exit(guest.user(), this);
        }
    }

    /** Conversations of a person's list. Told as {@link #enter} tells. */
    public List<Listing> list(Guest guest, Map<UUID, Digest> conversations, Consumer<Boolean> then) {
        var listings = new ArrayList<Listing>(conversations.size());
        var known = new HashMap<UUID, Long>();
        conversations.forEach((conversation, digest) -> {
            listings.add(audience(conversation).list(guest, digest));
            known.put(conversation, digest.lastEv());
        });
        rooms.list(known, this, then);
        return listings;
    }

    /** One task of one publication. */
    void take(Collection<Notice> notices) {
        for (var notice : notices) {
            if (notice instanceof Notice.Mine mine) {
                // A copy: who is told may go.
                List.copyOf(people.getOrDefault(mine.key(), List.of())).forEach(guest -> guest.mine(mine));
            } else {
                var audience = audiences.get(notice.key());
                if (audience != null) {
                    audience.take(notice);
                }
            }
        }
    }
}
