package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.work.RegularWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How far what changed lately has come, said again each second: whoever has lost a tail learns of it. */
final class Tops extends RegularWork {

    private final Clock clock;
    private final Duration length;
    private final Map<UUID, Top> changed = new HashMap<>();

    private record Top(long ev, Instant at) {}

    Tops(Bus bus, ChatSettings settings, Clock clock) {
        this.clock = clock;
        this.length = settings.topsFor();
        repeat("tops of conversations", settings.topsEvery(), () -> bus.say(current()));
    }

    synchronized void changed(Collection<ThreadEvent> events) {
        var now = clock.instant();
        for (var event : events) {
            changed.merge(
                    event.conversationId(),
                    new Top(event.ev(), now),
                    (known, next) -> next.ev() > known.ev() ? next : known);
        }
    }

    synchronized List<BusEntry> current() {
        var oldest = clock.instant().minus(length);
        changed.values().removeIf(top -> top.at().isBefore(oldest));
        List<BusEntry> tops = new ArrayList<>(changed.size());
        changed.forEach((conversation, top) -> tops.add(BusEntry.top(conversation, top.ev())));
        return tops;
    }
}
