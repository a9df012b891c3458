package com.eventfulhq.hub.chat.negotiation;

/** The two sides of a booking, as {@code marketplace.side_of} names them. */
enum Side {
    TALENT,
    /** Who booked, or every active member of the team that did. */
    ORGANIZER;

    static Side of(String name) {
        return switch (name) {
            case "talent" -> TALENT;
            case "organizer" -> ORGANIZER;
            default -> throw new IllegalArgumentException("side: " + name + " (expected: talent or organizer)");
        };
    }
}
