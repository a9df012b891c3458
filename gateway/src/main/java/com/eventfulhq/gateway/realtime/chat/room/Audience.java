package com.eventfulhq.gateway.realtime.chat.room;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who on one event loop sits in one conversation, and whose list shows it. */
final class Audience {

    private static final Seat[] NO_SEATS = {};
    private static final Listing[] NO_LISTINGS = {};

    private final UUID conversation;
    private final Floor floor;
    private final int slice;
    private Seat[] seats = NO_SEATS;
    private int seated;
    private Listing[] listings = NO_LISTINGS;
    private int listed;
    private @Nullable Digest digest;

    /** What is being said slice by slice, and what waits for it; null while nothing is. */
    private @Nullable ArrayDeque<Notice> unsaid;

    private int next;

    /** @param slice seats told in one go; a full house must not make all the others on its loop wait */
    Audience(UUID conversation, Floor floor, int slice) {
        this.conversation = conversation;
        this.floor = floor;
        this.slice = slice;
    }

    UUID conversation() {
        return conversation;
    }

    boolean isEmpty() {
        return seated == 0 && listed == 0;
    }

    Seat sit(Guest guest, int maxRemembered) {
        var seat = new Seat(guest, this, maxRemembered);
        if (seated == seats.length) {
            seats = Arrays.copyOf(seats, Math.max(2, 2 * seated));
        }
        seat.index = seated;
        seats[seated++] = seat;
        return seat;
    }

    void leave(Seat seat) {
        var moved = seats[--seated];
        seats[seat.index] = moved;
        moved.index = seat.index;
        Arrays.fill(seats, seated, seated + 1, null);
        floor.left(this);
    }

    Listing list(Guest guest, Digest newest) {
        if (digest == null) {
            digest = newest;
        } else {
            digest.learn(newest);
        }
        var listing = new Listing(guest, this);
        if (listed == listings.length) {
            listings = Arrays.copyOf(listings, Math.max(2, 2 * listed));
        }
        listing.index = listed;
        listings[listed++] = listing;
        return listing;
    }

    void leave(Listing listing) {
        var moved = listings[--listed];
        listings[listing.index] = moved;
        moved.index = listing.index;
        Arrays.fill(listings, listed, listed + 1, null);
        if (listed == 0) {
            digest = null;
        }
        floor.left(this);
    }

    /** As JSON, for the list. */
    byte[] digest() {
        return digest == null ? new byte[0] : digest.json(conversation);
    }

    void take(Notice notice) {
        if (notice instanceof Notice.Event event && digest != null) {
            digest.apply(event);
            for (int i = 0; i < listed; i++) {
                listings[i].changed();
            }
        }
        if (notice instanceof Notice.Resync) {
            // A copy: they all go.
            List.of(Arrays.copyOf(listings, listed)).forEach(Listing::outdated);
        }
        if (unsaid != null) {
            unsaid.add(notice);
        } else if (seated > slice) {
            unsaid = new ArrayDeque<>();
            unsaid.add(notice);
            next = seated;
            goOn();
        } else {
            say(notice, seated, 0);
        }
    }

    /**
     * From the back to the front: who leaves meanwhile is replaced by one from the back, who has been told, and at worst is told
     * twice, which a seat notices. Who comes meanwhile sits at the back and is not meant.
     */
    private void say(Notice notice, int from, int to) {
        for (int i = Math.min(from, seated) - 1; i >= to; i--) {
            // Who is dismissed by being told makes the last one sit here.
            if (i < seated) {
                seats[i].take(notice);
            }
        }
    }

    private void goOn() {
        var waiting = unsaid;
        if (waiting == null) {
            return;
        }
        int to = Math.max(0, next - slice);
        say(waiting.element(), next, to);
        next = to;
        if (to == 0) {
            waiting.remove();
            next = seated;
        }
        if (waiting.isEmpty()) {
            unsaid = null;
        } else {
            floor.loop().execute(this::goOn);
        }
    }
}
