package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection's subscription to one conversation.
 *
 * <pre>
 * sit ─▶ opening: what comes is remembered ──live(ev)──▶ live: ev + 1, ev + 2, … ──▶ gone
 * </pre>
 */
public final class Seat implements Origin {

    private final Guest guest;
    private final Audience audience;
    private @Nullable Remembered remembered;
    private long last;
    private long typingSince;
    private boolean gone;

    /** Its place in the audience, so that it can be taken out without looking for it. */
    int index;

    Seat(Guest guest, Audience audience, int maxRemembered) {
        this.guest = guest;
        this.audience = audience;
        this.remembered = new Remembered(maxRemembered);
    }

    public UUID conversation() {
        return audience.conversation();
    }

    public boolean gone() {
        return gone;
    }

    /** Whether its person takes part, as far as is known here; before it is live, the hub has not said so. */
    public boolean isLive() {
        return !gone && remembered == null;
    }

    Guest guest() {
        return guest;
    }

    /** From now on, and from this number on, its connection hears everything. */
    public void live(long ev) {
        var since = remembered;
        if (gone || since == null) {
            return;
        }
        remembered = null;
        last = ev;
        for (var notice : since.notices()) {
            take(notice);
        }
        long lost = since.lostUpTo();
        if (lost > last && !gone) {
            skip(lost);
        }
    }

    void take(Notice notice) {
        if (gone) {
            return;
        }
        if (remembered != null) {
            remembered.add(notice);
            return;
        }
        switch (notice) {
            case Notice.Event event -> event(event);
            case Notice.Hint hint -> hint(hint);
            case Notice.Left left -> left(left);
            case Notice.Resync resync -> {
                leave();
                guest.outdated(this);
            }
            case Notice.Mine mine -> throw new IllegalArgumentException("not of a conversation: " + mine.key());
        }
    }

    private void event(Notice.Event event) {
        if (event.ev() == last + 1) {
            last = event.ev();
            var unused = guest.connection().push(event.frame(), this);
        } else if (event.ev() > last) {
            skip(event.ev());
        }
    }

    /** Something is missing that nobody here has any more. */
    private void skip(long ev) {
        last = ev;
        guest.connection().missed(this);
    }

    private void hint(Notice.Hint hint) {
        if (hint.except() != guest.number()) {
            guest.connection().hint(hint.frame());
        }
    }

    /** One who left and came back before this was heard has a newer number. */
    private void left(Notice.Left left) {
        if (left.user().equals(guest.user()) && left.ev() >= last) {
            leave();
            guest.dismissed(this);
        }
    }

    /** Hears nothing any more. */
    public void leave() {
        if (!gone) {
            gone = true;
            remembered = null;
            audience.leave(this);
        }
    }

    @Override
    public Frame lag() {
        return Frame.text(Notices.lag(conversation(), last));
    }

    /** Since when its person types, in nanoseconds; 0 if not. */
    public long typingSince() {
        return typingSince;
    }

    public void types(long since) {
        typingSince = since;
    }
}
