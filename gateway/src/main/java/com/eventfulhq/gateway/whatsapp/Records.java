package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns pieces into records of the log.
 *
 * <p>A record's id is process, callback and position: unique, and cheaper than a random UUID each. It does not recognise a
 * callback that Meta sends again; the hub does that by wamid, as it must anyway.
 */
final class Records {

    private static final String SOURCE = "/gateway/whatsapp";

    private final String process = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX);
    private final AtomicLong callbacks = new AtomicLong();
    private final Clock clock;

    Records(Clock clock) {
        this.clock = clock;
    }

    List<LogEntry> of(List<Piece> pieces, TraceContext trace) {
        var prefix = process + "." + Long.toString(callbacks.incrementAndGet(), Character.MAX_RADIX) + ".";
        var now = clock.instant();
        var entries = new ArrayList<LogEntry>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            var time = piece.seconds() < 0 ? now : Instant.ofEpochSecond(piece.seconds());
            var event = new CloudEvent(prefix + i, piece.type(), SOURCE, time, trace);
            entries.add(new LogEntry(Topics.WHATSAPP_CALLBACKS, piece.key(), event, piece.data()));
        }
        return entries;
    }
}
