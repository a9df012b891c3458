package com.eventfulhq.hub;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import com.eventfulhq.common.log.LogRecord;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Everything on a topic as a subscriber of its own sees it. */
public final class PublishedEvents implements AutoCloseable {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final LogReader reader;

    public PublishedEvents(HubUnderTest hub) {
        this(hub, Topics.WHATSAPP_EVENTS);
    }

    public PublishedEvents(HubUnderTest hub, String topic) {
        reader = hub.bean(LogReaders.class).read(topic, "test-" + UUID.randomUUID(), batch -> {
            records.addAll(batch);
            return Mono.empty();
        });
        reader.start();
    }

    /** The ids of the events that are so, in the order of the log, repeats included. */
    public List<String> ids(Predicate<WhatsAppEvent> so) {
        return records.stream()
                .filter(published -> so.test(Json.read(published.data(), WhatsAppEvent.class)))
                .map(LogRecord::id)
                .toList();
    }

    /** The events of one kind of one conversation. */
    public <T extends WhatsAppEvent> List<T> of(String conversation, Class<T> kind) {
        return records.stream()
                .map(published -> Json.read(published.data(), WhatsAppEvent.class))
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(event -> event.conversationId().toString().equals(conversation))
                .toList();
    }

    public List<LogRecord> records() {
        return records;
    }

    @Override
    public void close() {
        reader.stop();
    }
}
