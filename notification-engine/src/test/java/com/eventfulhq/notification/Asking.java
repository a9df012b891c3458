package com.eventfulhq.notification;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request of another service, as it puts it on the log; starts as one for Ben on all channels. */
public record Asking(
        String producer,
        String key,
        @Nullable TeamId team,
        UserId recipient,
        String template,
        Map<String, String> variables,
        @Nullable List<String> channels,
        @Nullable Instant expiresAt) {

    public static Asking something() {
        return new Asking(
                "bookings",
                UUID.randomUUID().toString(),
                EngineUnderTest.TEAM,
                EngineUnderTest.BEN,
                "reminder",
                Map.of("guest", "Ben", "date", "12 May"),
                null,
                null);
    }

    public Asking variables(Map<String, String> other) {
        return new Asking(producer, key, team, recipient, template, other, channels, expiresAt);
    }

    public Asking template(String other, Map<String, String> its) {
        return new Asking(producer, key, team, recipient, other, its, channels, expiresAt);
    }

    public Asking channels(String... others) {
        return new Asking(producer, key, team, recipient, template, variables, List.of(others), expiresAt);
    }

    public Asking expiresAt(Instant other) {
        return new Asking(producer, key, team, recipient, template, variables, channels, other);
    }

    public NotificationRequested requested() {
        return new NotificationRequested(
                producer, key, team, recipient, template, variables, channels, null, null, expiresAt);
    }

    public LogEntry entry() {
        return new LogEntry(
                Topics.NOTIFICATION_REQUESTS,
                recipient.toString(),
                new CloudEvent(
                        UUID.randomUUID().toString(),
                        NotificationRequested.TYPE,
                        "/bookings",
                        Instant.now(),
                        TraceContext.start()),
                Json.bytes(requested()));
    }
}
