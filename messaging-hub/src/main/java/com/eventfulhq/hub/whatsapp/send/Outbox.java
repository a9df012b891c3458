package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts queued messages on the log. What is sent comes from the row; the record only says which, and in whose order. */
@Component
final class Outbox {

    private static final String SOURCE = "/messaging-hub";

    private final EventLog log;
    private final Clock clock;

    Outbox(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    Mono<Void> append(List<Outbound> messages, TraceContext trace) {
        return log.append(
                messages.stream().map(message -> entry(message, trace)).toList());
    }

    private LogEntry entry(Outbound message, TraceContext trace) {
        var event = new CloudEvent(message.id() + ":send", SendRequested.TYPE, SOURCE, clock.instant(), trace.child());
        return new LogEntry(Topics.WHATSAPP_SENDS, message.target().key(), event, Json.bytes(request(message)));
    }

    private static SendRequested request(Outbound message) {
        var target = message.target();
        var asked = message.message().asked();
        return new SendRequested(
                message.id(),
                target.number().team(),
                target.number().id(),
                target.address().to(),
                target.address().recipient(),
                asked instanceof Content.Text text ? new SendRequested.Text(text.body(), text.previewUrl()) : null,
                asked instanceof Content.FromTemplate template
                        ? new SendRequested.Template(template.name(), template.language(), template.parameters())
                        : null,
                message.reference(),
                message.sendBefore());
    }
}
