package com.eventfulhq.hub.chat.negotiation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the decisions of a batch have to leave in the rows of negotiations. */
final class Changes {

    record Sealed(Message message, String hash) {}

    record Reader(UUID bookingId, UUID userId) {}

    private final List<Sealed> said = new ArrayList<>();
    private final Map<Reader, Long> seen = new LinkedHashMap<>();
    private final Map<Reader, Long> read = new LinkedHashMap<>();

    void said(Message message, String hash) {
        said.add(new Sealed(message, hash));
    }

    /** Whoever writes has read what was there. */
    void seen(UUID booking, UUID user, long ev) {
        seen.merge(new Reader(booking, user), ev, Math::max);
    }

    /** The same, and the other side is told. */
    void read(UUID booking, UUID user, long ev) {
        seen(booking, user, ev);
        read.merge(new Reader(booking, user), ev, Math::max);
    }

    List<Sealed> said() {
        return said;
    }

    Map<Reader, Long> seen() {
        return seen;
    }

    Map<Reader, Long> read() {
        return read;
    }
}
