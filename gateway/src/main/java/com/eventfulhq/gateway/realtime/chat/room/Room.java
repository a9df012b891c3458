package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.gateway.realtime.chat.ask.Range;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One conversation on this node: how far it has been said. Touched on its partition's owner loop only.
 *
 * <pre>
 *                   ┌ next ───────▶ said
 * event of the bus ─┤ lower ──────▶ dropped: it was said; again and again: the hub is asked where the conversation stands
 *                   └ higher ─────▶ held; what lies between is fetched ──▶ said, and then what was held
 *                                         └ not to be had after several tries ─▶ restart
 * the hub's log ends before what was said: its events are numbered anew ─▶ restart: whoever watches begins again
 * </pre>
 *
 * A room nobody has told where the conversation stands holds everything until somebody does.
 */
final class Room {

    /** Where a conversation stands is not known yet. */
    static final long UNKNOWN = -1;

    /** It cannot be watched now. */
    static final long AWAY = -2;

    private static final int SUSPICIOUS = 2;

    private final UUID conversation;
    private final Partition partition;
    private @Nullable TreeMap<Long, byte[]> held;
    private int heldBytes;
    private long last = UNKNOWN;
    private long base;
    private long top = UNKNOWN;
    private boolean fetching;
    private boolean newestIsHeld;
    private int refused;

    /** Times in a row the bus was behind what was said: once it may have been late or repeated itself. */
    private int behind;

    private boolean asking;

    /** Counts beginnings: what was asked for before one does not matter after it. */
    private int beginning;

    final Floors floors = new Floors();

    Room(UUID conversation, Partition partition) {
        this.conversation = conversation;
        this.partition = partition;
    }

    /** Up to here everything has been said. */
    long last() {
        return last;
    }

    /**
     * Somebody has read that the conversation stands here.
     *
     * @return the number from which on everything is said to who sat here already
     */
    long settle(long ev) {
        if (last == UNKNOWN) {
            last = ev;
            base = ev;
            goOn();
        }
        return base;
    }

    void event(long ev, byte[] json) {
        top = Math.max(top, ev);
        newestIsHeld = false;
        if (last == UNKNOWN) {
            hold(ev, json);
        } else if (ev == last + 1) {
            say(ev, json);
            goOn();
        } else if (ev > last) {
            hold(ev, json);
            goOn();
        } else {
            behind();
        }
    }

    /** Said beside the event of who left; of one that is held it is told when that is said. */
    void left(UUID user) {
        if (!newestIsHeld && last != UNKNOWN) {
            partition.tell(this, new Notice.Left(conversation, user, last));
        }
    }

    /** The conversation has come so far: whatever is missing is fetched. */
    void top(long ev) {
        top = Math.max(top, ev);
        if (last != UNKNOWN) {
            if (ev < last) {
                behind();
            }
            goOn();
        }
    }

    /** The hub says it stands here, after so much was said. */
    void stands(long ev, long said) {
        if (last != UNKNOWN && ev < said) {
            restart();
        } else {
            top(Math.max(ev, last));
        }
    }

    private void behind() {
        if (++behind < SUSPICIOUS || asking) {
            return;
        }
        behind = 0;
        asking = true;
        int since = beginning;
        long said = last;
        partition.ask(new ChatAsk.Tops(List.of(conversation)), reply -> {
            asking = false;
            var tops = Range.tops(reply);
            if (tops.length == 1 && since == beginning) {
                stands(tops[0], said);
            }
        });
    }

    /** Nothing that was said can be gone on with. Nobody is told where it stands before they ask. */
    private void restart() {
        beginning++;
        last = UNKNOWN;
        top = UNKNOWN;
        base = 0;
        held = null;
        heldBytes = 0;
        newestIsHeld = false;
        fetching = false;
        refused = 0;
        behind = 0;
        partition.restarted();
        partition.tell(this, new Notice.Resync(conversation));
    }

    private void say(long ev, byte[] json) {
        last = ev;
        behind = 0;
        partition.tell(this, new Notice.Event(conversation, ev, json));
    }

    /** What was held or fetched comes without what the bus says beside it. */
    private void sayLate(long ev, byte[] json) {
        say(ev, json);
        Notices.whoLeft(json).ifPresent(user -> partition.tell(this, new Notice.Left(conversation, user, ev)));
    }

    private void hold(long ev, byte[] json) {
        newestIsHeld = true;
        if (heldBytes + json.length > partition.settings().held()) {
            // Forgotten, not lost: the room knows how far it has to come, and fetches.
            return;
        }
        var waiting = held;
        if (waiting == null) {
            waiting = new TreeMap<>();
            held = waiting;
        }
        if (waiting.putIfAbsent(ev, json) == null) {
            heldBytes += json.length;
        }
    }

    /** Says what is held as far as nothing is missing; then fetches what is. */
    private void goOn() {
        var waiting = held;
        while (waiting != null && !waiting.isEmpty() && waiting.firstKey() <= last + 1) {
            var first = waiting.pollFirstEntry();
            heldBytes -= first.getValue().length;
            if (first.getKey() == last + 1) {
                sayLate(first.getKey(), first.getValue());
            }
        }
        if (waiting != null && waiting.isEmpty()) {
            held = null;
        }
        if (last != UNKNOWN && last < top && !fetching && !floors.isEmpty()) {
            fetch();
        }
    }

    private void fetch() {
        fetching = true;
        long to = Math.min(held == null ? top : held.firstKey() - 1, last + ChatAsk.MOST_EVENTS);
        int since = beginning;
        partition.ask(new ChatAsk.Range(conversation, last + 1, to), reply -> {
            if (since == beginning) {
                fetched(reply);
            }
        });
    }

    private void fetched(Reply reply) {
        long before = last;
        for (var event : Range.read(reply)) {
            if (event.ev() == last + 1) {
                sayLate(event.ev(), event.frame());
            }
        }
        if (last > before) {
            refused = 0;
            partition.repaired(last - before);
            fetchOn();
        } else if (last >= top) {
            fetching = false;
        } else if (++refused >= partition.settings().tries()) {
            restart();
        } else {
            int since = beginning;
            partition.later(
                    () -> {
                        if (since == beginning) {
                            fetchOn();
                        }
                    },
                    refused);
        }
    }

    private void fetchOn() {
        fetching = false;
        goOn();
    }
}
