package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.hub.whatsapp.message.InboundMessages.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what became of what was accepted: accepted = stored + duplicates + kept aside. */
@Component
final class IngestMeters {

    private final Counter fresh;
    private final Counter replayed;
    private final Counter duplicates;
    private final Counter statuses;
    private final Counter parked;
    private final Counter others;
    private final Counter quarantined;
    private final Counter unclaimed;

    IngestMeters(MeterRegistry registry) {
        fresh = registry.counter("eventful.whatsapp.messages", "outcome", "new");
        replayed = registry.counter("eventful.whatsapp.messages", "outcome", "replay");
        duplicates = registry.counter("eventful.whatsapp.messages", "outcome", "duplicate");
        statuses = registry.counter("eventful.whatsapp.statuses");
        parked = registry.counter("eventful.whatsapp.statuses.parked");
        others = registry.counter("eventful.whatsapp.changes");
        quarantined = registry.counter("eventful.whatsapp.quarantined");
        unclaimed = registry.counter("eventful.whatsapp.unclaimed.messages");
    }

    void stored(Changes changes, Stored stored) {
        for (var message : stored.messages()) {
            counter(message.stored().outcome()).increment();
            if (message.teamId() == null) {
                unclaimed.increment();
            }
        }
        duplicates.increment(changes.repeated());
        statuses.increment(changes.statuses().size());
        parked.increment(stored.parked());
        others.increment(changes.others().size());
        quarantined.increment(changes.unreadable().size());
    }

    private Counter counter(Outcome outcome) {
        return switch (outcome) {
            case NEW -> fresh;
            case REPLAY -> replayed;
            case DUPLICATE -> duplicates;
        };
    }
}
