package com.eventfulhq.infra.bench.chat.model;

import java.util.Map;
import java.util.Set;

/** What the page says becomes of a command. */
sealed interface Decision {

    /** It is done, and everybody hears of it. */
    record Done(Talk.Event event) implements Decision {}

    /** It is so already: answered, without an event. */
    record Nothing() implements Decision {}

    /** Refused with one of these codes. */
    record Refused(Set<String> codes) implements Decision {}

    static Decision done(Talk talk, String kind, int by, Map<String, String> members) {
        return new Done(talk.event(kind, by, members));
    }

    static Decision refused(String... codes) {
        return new Refused(Set.of(codes));
    }
}
