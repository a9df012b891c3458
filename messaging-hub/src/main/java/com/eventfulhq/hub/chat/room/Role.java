package com.eventfulhq.hub.chat.room;

import java.util.Locale;

/** What somebody is in a conversation; each may what those before may. */
enum Role {
    MEMBER,
    ADMIN,
    OWNER;

    static Role of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    boolean administers() {
        return this != MEMBER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
