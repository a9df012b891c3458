package com.eventfulhq.hub.chat.log;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a thread has come. Of one batch, and changed by it; what it was when it was locked is not kept. */
public final class Head {

    private final UUID conversationId;
    private final boolean isNew;
    private long lastEv;
    private long lastMessageNo;
    private @Nullable Instant lastMessageAt;
    private int participantCount;
    private @Nullable Place place;
    private boolean changed;
    private boolean moved;

    private Head(UUID conversationId, boolean isNew) {
        this.conversationId = conversationId;
        this.isNew = isNew;
    }

    /** Of a thread that does not exist yet. */
    public static Head first(UUID conversationId) {
        return new Head(conversationId, true);
    }

    /** Of one that does. */
    public static Head of(UUID conversationId, long lastEv, long lastMessageNo, int participantCount) {
        var head = new Head(conversationId, false);
        head.lastEv = lastEv;
        head.lastMessageNo = lastMessageNo;
        head.participantCount = participantCount;
        return head;
    }

    /** Of a thread that does not exist yet and has messages all the same, from before there was a log: numbers go on after them. */
    public Head after(long messages) {
        if (isNew && lastEv == 0) {
            lastEv = messages;
            lastMessageNo = messages;
        }
        return this;
    }

    Head decidedUpTo(@Nullable Place known) {
        place = known;
        return this;
    }

    /** Whether a command was decided before, whatever it came to. */
    boolean hasDecided(Place other) {
        return place != null && place.covers(other);
    }

    /** A command from there is decided now. */
    void decides(Place other) {
        place = Place.later(place, other);
        moved = true;
    }

    @Nullable
    Place place() {
        return place;
    }

    public UUID conversationId() {
        return conversationId;
    }

    /** Whether its first event is yet to be written. */
    public boolean isNew() {
        return isNew;
    }

    public long lastEv() {
        return lastEv;
    }

    public long lastMessageNo() {
        return lastMessageNo;
    }

    @Nullable
    Instant lastMessageAt() {
        return lastMessageAt;
    }

    public int participantCount() {
        return participantCount;
    }

    /** The number of the event that comes now. */
    long advance() {
        changed = true;
        return ++lastEv;
    }

    /** The number of the message that comes with the next event. */
    public long nextMessage(Instant at) {
        changed = true;
        lastMessageAt = at;
        return ++lastMessageNo;
    }

    public void countParticipants(int more) {
        changed = true;
        participantCount += more;
    }

    /** Whether there is something new in it. */
    boolean changed() {
        return changed;
    }

    /** Whether it is to be written. */
    boolean isToBeWritten() {
        return changed || (moved && !isNew);
    }
}
