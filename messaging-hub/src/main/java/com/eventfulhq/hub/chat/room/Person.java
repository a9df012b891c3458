package com.eventfulhq.hub.chat.room;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody in a conversation, or who was in it. Changed by decisions; remembers which of its columns are to be written. */
final class Person {

    private final UUID conversationId;
    private final UUID userId;
    private Role role;
    private Instant joinedAt;
    private @Nullable Instant leftAt;
    private long readMessageNo;
    private long readEv;
    private long deliveredEv;
    private @Nullable Instant mutedUntil;
    private boolean belongingChanged;
    private boolean cursorsChanged;
    private boolean muteChanged;

    /** As stored. */
    Person(
            UUID conversationId,
            UUID userId,
            Role role,
            Instant joinedAt,
            @Nullable Instant leftAt,
            long readMessageNo,
            long readEv,
            long deliveredEv,
            @Nullable Instant mutedUntil) {
        this.conversationId = conversationId;
        this.userId = userId;
        this.role = role;
        this.joinedAt = joinedAt;
        this.leftAt = leftAt;
        this.readMessageNo = readMessageNo;
        this.readEv = readEv;
        this.deliveredEv = deliveredEv;
        this.mutedUntil = mutedUntil;
    }

    /** Who has never been there. */
    static Person stranger(UUID conversationId, UUID userId) {
        return new Person(conversationId, userId, Role.MEMBER, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, null);
    }

    /** Comes in, also again: with nothing unread. */
    void join(Role as, Instant at, long messageNo, long ev) {
        role = as;
        joinedAt = at;
        leftAt = null;
        mutedUntil = null;
        belongingChanged = true;
        see(messageNo, ev, true);
    }

    void leave(Instant at) {
        leftAt = at;
        belongingChanged = true;
    }

    void become(Role other) {
        role = other;
        belongingChanged = true;
    }

    void mute(@Nullable Instant until) {
        mutedUntil = until;
        muteChanged = true;
    }

    /**
     * Moves cursors forward, never back. What was read has arrived.
     *
     * @return whether one moved
     */
    boolean see(long messageNo, long ev, boolean read) {
        boolean moves = ev > deliveredEv || (read && ev > readEv);
        if (moves) {
            deliveredEv = Math.max(deliveredEv, ev);
            if (read) {
                readEv = Math.max(readEv, ev);
                readMessageNo = Math.max(readMessageNo, messageNo);
            }
            cursorsChanged = true;
        }
        return moves;
    }

    UUID conversationId() {
        return conversationId;
    }

    UUID userId() {
        return userId;
    }

    Role role() {
        return role;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    @Nullable
    Instant leftAt() {
        return leftAt;
    }

    boolean takesPart() {
        return leftAt == null;
    }

    long readMessageNo() {
        return readMessageNo;
    }

    long readEv() {
        return readEv;
    }

    long deliveredEv() {
        return deliveredEv;
    }

    @Nullable
    Instant mutedUntil() {
        return mutedUntil;
    }

    boolean belongingChanged() {
        return belongingChanged;
    }

    boolean onlyCursorsChanged() {
        return cursorsChanged && !belongingChanged;
    }

    boolean onlyMuteChanged() {
        return muteChanged && !belongingChanged;
    }
}
