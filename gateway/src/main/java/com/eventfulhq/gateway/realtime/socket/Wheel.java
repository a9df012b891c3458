package com.eventfulhq.gateway.realtime.socket;

import org.jspecify.annotations.Nullable;

/**
 * The one clock of an event loop's connections: each lies in the slot of the tick at which it wants to be looked at next. It
 * is a list through the connections themselves, so waiting costs no memory and moving no allocation.
 */
final class Wheel {

    /** A power of two. What is due later than one turn lies in its slot for several. */
    private static final int SLOTS = 1024;

    private final @Nullable Connection[] slots = new Connection[SLOTS];
    private int now;

    /** Ticks since the start. */
    int now() {
        return now;
    }

    /** Puts it there, wherever it was before; a tick that has passed counts as the next one. */
    void put(Connection connection, int due) {
        remove(connection);
        connection.due = Math.max(due, now + 1);
        int slot = connection.due & (SLOTS - 1);
        @Nullable Connection head = slots[slot];
        connection.next = head;
        connection.waits = true;
        if (head != null) {
            head.previous = connection;
        }
        slots[slot] = connection;
    }

    void remove(Connection connection) {
        if (!connection.waits) {
            return;
        }
        var before = connection.previous;
        var after = connection.next;
        if (before == null) {
            slots[connection.due & (SLOTS - 1)] = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        connection.previous = null;
        connection.next = null;
        connection.waits = false;
    }

    /** One tick further: whoever is due is looked at, and puts itself in again. */
    void tick() {
        now++;
        @Nullable Connection connection = slots[now & (SLOTS - 1)];
        while (connection != null) {
            // Looking at one moves or removes that one only.
            var after = connection.next;
            if (connection.due <= now) {
                connection.look();
            }
            connection = after;
        }
    }

    /** Everybody, for what concerns all; they may move or leave meanwhile. */
    java.util.List<Connection> all() {
        var all = new java.util.ArrayList<Connection>();
        for (@Nullable Connection head : slots) {
            for (@Nullable Connection connection = head; connection != null; connection = connection.next) {
                all.add(connection);
            }
        }
        return all;
    }
}
