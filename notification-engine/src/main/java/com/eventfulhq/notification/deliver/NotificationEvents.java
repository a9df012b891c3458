package com.eventfulhq.notification.deliver;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells of notifications: the log must take it, the recipient's live channel may miss it. */
@Component
public final class NotificationEvents {

    private static final String SOURCE = "/notification-engine";

    private final EventLog log;
    private final LiveChannels live;
    private final DeliverySettings settings;
    private final Clock clock;

    NotificationEvents(EventLog log, LiveChannels live, DeliverySettings settings, Clock clock) {
        this.log = log;
        this.live = live;
        this.settings = settings;
        this.clock = clock;
    }

    /** An event under the id that makes a repeat recognisable. */
    public record Identified(String id, TraceContext trace, NotificationEvent event) {}

    public Mono<Void> publish(List<Identified> events) {
        return log.append(events.stream().map(this::entry).toList())
                .thenMany(Flux.fromIterable(events))
                .flatMap(this::tellRecipient, settings.liveConcurrency())
                .then();
    }

    private LogEntry entry(Identified event) {
        var attributes = new CloudEvent(
                event.id(),
                event.event().type(),
                SOURCE,
                clock.instant(),
                event.trace().child());
        return new LogEntry(
                Topics.NOTIFICATION_EVENTS, event.event().notificationId().toString(), attributes, json(event.event()));
    }

    private Mono<Long> tellRecipient(Identified event) {
        var array = "[" + new String(json(event.event()), StandardCharsets.UTF_8) + "]";
        return live.publish(
                        new LiveChannel.Notifications(event.event().recipientUserId()),
                        array.getBytes(StandardCharsets.UTF_8))
                .onErrorComplete();
    }

    private static byte[] json(NotificationEvent event) {
        return Json.MAPPER.writerFor(NotificationEvent.class).writeValueAsBytes(event);
    }
}
