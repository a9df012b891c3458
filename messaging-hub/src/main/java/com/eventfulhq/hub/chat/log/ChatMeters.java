package com.eventfulhq.hub.chat.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what became of commands: commands = events + repeats + the rest, which is answered without a number. */
final class ChatMeters {

    private final Counter commands;
    private final Counter events;
    private final Counter repeats;

    ChatMeters(MeterRegistry registry) {
        commands = registry.counter("eventful.chat.commands");
        events = registry.counter("eventful.chat.events");
        repeats = registry.counter("eventful.chat.repeats");
    }

    void written(Draft draft) {
        commands.increment(draft.commands().size());
        events.increment(draft.events().size());
        repeats.increment(draft.repeated().size());
    }
}
