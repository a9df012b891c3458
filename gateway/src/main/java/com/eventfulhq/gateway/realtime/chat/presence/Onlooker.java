package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One client that watches people, and what it was told of each last. It is told what differs: with the next look, or, if too much
 * waits for it then, with a later one. If what it was told goes with everything else that waits for it, it is told everything anew
 * instead of a notice. On its event loop only.
 */
public final class Onlooker implements Origin {

    private static final Followers[] NOBODY = {};

    /** The client. */
    public interface Reader {

        /** Whether so much waits for it that this should wait. */
        boolean isCrowded();

        /** @param origin of what is told it, should this be dropped */
        void push(byte[] frame, Origin origin);
    }

    private final Lookout lookout;
    private final Reader reader;

    // By slot: who is asked about, null in the place of whom it may not know of.
    private List<UUID> asked = List.of();
    private @Nullable Followers[] people = NOBODY;
    private int[] places = {};
    private Standing[] told = {};

    /** Is going to be told, or to be compared with the next look. Of the lookout. */
    boolean waits;

    /** One that watches nobody yet. */
    public Onlooker(Lookout lookout, Reader reader) {
        this.lookout = lookout;
        this.reader = reader;
    }

    /** Is told from now on of what changes; it was just told this. Replaces what was watched before. */
    public void watch(View view) {
        asked = view.asked();
        told = view.standings();
        follow(view.visible());
    }

    /** Of those asked about, these may be known of now. */
    public void restrict(Set<UUID> visible) {
        follow(visible);
    }

    public List<UUID> asked() {
        return asked;
    }

    /** Watches nobody. */
    public void end() {
        asked = List.of();
        told = new Standing[0];
        follow(Set.of());
    }

    /** The new ones first: whoever is in both must not be forgotten in between. */
    private void follow(Set<UUID> visible) {
        var before = people;
        var placesBefore = places;
        people = new Followers[asked.size()];
        places = new int[asked.size()];
        for (int slot = 0; slot < people.length; slot++) {
            var person = asked.get(slot);
            if (visible.contains(person)) {
                var followers = lookout.follow(person);
                people[slot] = followers;
                places[slot] = followers.add(this, slot);
            }
        }
        for (int slot = 0; slot < before.length; slot++) {
            var followers = before[slot];
            if (followers != null) {
                followers.remove(placesBefore[slot]);
                lookout.left(followers);
            }
        }
        if (people.length > 0) {
            lookout.compareLater(this);
        }
    }

    void moved(int slot, int place) {
        places[slot] = place;
    }

    private Standing now(int slot) {
        var followers = people[slot];
        if (followers == null) {
            return Standing.unknown(asked.get(slot));
        }
        var standing = followers.standing();
        return standing == null ? told[slot] : standing;
    }

    /** What differs from what it was told. */
    void tell() {
        if (reader.isCrowded()) {
            lookout.compareLater(this);
            return;
        }
        var push = new Push();
        for (int slot = 0; slot < people.length; slot++) {
            var now = now(slot);
            if (!now.says(told[slot])) {
                told[slot] = now;
                push.add(now);
            }
        }
        if (push.count > 0) {
            reader.push(push.take(), this);
        }
    }

    /** What it is told instead of what was dropped. */
    @Override
    public Frame lag() {
        return Frame.text(everything());
    }

    byte[] everything() {
        var push = new Push();
        for (int slot = 0; slot < people.length; slot++) {
            told[slot] = now(slot);
            push.add(told[slot]);
        }
        return push.take();
    }

    private static final class Push {
        private final Bytes bytes = new Bytes(256).add("{\"push\":\"presence\",\"users\":[");
        private int count;

        void add(Standing standing) {
            standing.write(count++ == 0 ? bytes : bytes.add(','));
        }

        byte[] take() {
            return bytes.add("]}").take();
        }
    }
}
