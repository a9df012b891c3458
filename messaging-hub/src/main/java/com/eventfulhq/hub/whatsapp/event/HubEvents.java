package com.eventfulhq.hub.whatsapp.event;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectWriter;

/** Publishes what was committed: to the log, which must take it, then to the live channels, which may miss it. */
@Component
public final class HubEvents {

    private static final Logger LOG = LoggerFactory.getLogger(HubEvents.class);
    private static final String SOURCE = "/messaging-hub";

    /** Of the interface, not of each record: only then does the JSON say which of the events it is. */
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(WhatsAppEvent.class);

    /** Live publications on their way to Redis at a time: one per team of a batch. */
    private static final int LIVE_CONCURRENCY = 16;

    private final EventLog log;
    private final LiveChannels live;
    private final Counter published;
    private final Counter notLive;

    HubEvents(EventLog log, LiveChannels live, MeterRegistry registry) {
        this.log = log;
        this.live = live;
        this.published = registry.counter("eventful.whatsapp.events.published");
        this.notLive = registry.counter("eventful.whatsapp.events.live.failed");
    }

    /**
     * Publishes events in their order. Each is encoded once.
     *
     * @return completes when the log has acknowledged all of them and the live channels were tried; fails only if the log does
     */
    public Mono<Void> publish(List<HubEvent> events) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        var entries = new ArrayList<LogEntry>(events.size());
        Map<TeamId, List<byte[]>> byTeam = new LinkedHashMap<>();
        for (var event : events) {
            var data = WRITER.writeValueAsBytes(event.event());
            entries.add(entry(event, data));
            var team = event.event().teamId();
            if (team != null) {
                byTeam.computeIfAbsent(team, unused -> new ArrayList<>()).add(data);
            }
        }
        return log.append(entries)
                .doOnSuccess(done -> published.increment(events.size()))
                .then(Mono.defer(() -> tellWatchers(byTeam)));
    }

    private static LogEntry entry(HubEvent event, byte[] data) {
        var attributes = new CloudEvent(
                event.id(),
                event.event().type(),
                SOURCE,
                event.time(),
                event.trace().child());
        return new LogEntry(
                Topics.WHATSAPP_EVENTS, event.event().conversationId().toString(), attributes, data);
    }

    private Mono<Void> tellWatchers(Map<TeamId, List<byte[]>> byTeam) {
        return Flux.fromIterable(byTeam.entrySet())
                .flatMap(
                        team -> live.publish(new LiveChannel.Inbox(team.getKey()), array(team.getValue()))
                                .onErrorResume(this::missed),
                        LIVE_CONCURRENCY)
                .then();
    }

    private Mono<Long> missed(Throwable error) {
        notLive.increment();
        LOG.debug("a live publication was missed: {}", error.toString());
        return Mono.empty();
    }

    /** A JSON array of values that are JSON already. */
    static byte[] array(List<byte[]> values) {
        int length = values.stream().mapToInt(value -> value.length + 1).sum() + 1;
        var bytes = ByteBuffer.allocate(Math.max(length, 2)).put((byte) '[');
        for (var value : values) {
            bytes.put(value).put((byte) ',');
        }
        return bytes.put(bytes.capacity() - 1, (byte) ']').array();
    }
}
