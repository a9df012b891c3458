package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One client that watches how many are online in one conversation, and what it was told last. If so much waits for it that this
 * should wait, it is told how it stands then. On its event loop only, unless it is said otherwise.
 */
public final class Viewer implements Origin {

    /** The client. */
    public interface Reader {

        /** Whether so much waits for it that this should wait. */
        boolean isCrowded();

        /** @param origin of what is told it, should this be dropped */
        void push(Frame frame, Origin origin);

        /** It is not counted any more, because it has become too small; the viewer has left. */
        void over(Viewer viewer);
    }

    private final Gallery gallery;
    private final UUID conversation;
    private final UserId user;
    private final Reader reader;
    private Tally.@Nullable Counted told;
    private Tally.@Nullable Counted newest;
    private boolean ended;

    /** Is going to be told. Of the gallery. */
    boolean waits;

    /** Of the census, on its owner. */
    boolean hasLeft;

    /** One that watches nothing yet. */
    public Viewer(Gallery gallery, UUID conversation, UserId user, Reader reader) {
        this.gallery = gallery;
        this.conversation = conversation;
        this.user = user;
        this.reader = reader;
    }

    // They do not change: from any thread.

    public UUID conversation() {
        return conversation;
    }

    UserId user() {
        return user;
    }

    Gallery gallery() {
        return gallery;
    }

    boolean ended() {
        return ended;
    }

    /** It was just answered this. */
    void begin(Tally.Counted answered) {
        told = answered;
        newest = answered;
    }

    void changed(Tally.Counted next) {
        newest = next;
    }

    /** Says whether it has been told what there is to tell. */
    boolean tell() {
        var next = newest;
        if (ended || next == null || (told != null && next.says(told))) {
            return true;
        }
        if (reader.isCrowded()) {
            return false;
        }
        told = next;
        reader.push(next.push(), this);
        return true;
    }

    void over() {
        ended = true;
        reader.over(this);
    }

    /** What it is told instead of what was dropped. */
    @Override
    public Frame lag() {
        var next = Objects.requireNonNull(newest, "was told nothing that could be dropped");
        told = next;
        return next.push();
    }

    /** Watches no more. */
    public void end() {
        if (!ended) {
            ended = true;
            gallery.left(this);
        }
    }
}
