package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of statuses does to the messages it is about: where each stands afterwards, and which statuses are told.
 * A status is told when it moved its message forward; of those that come together, in the order of the log.
 *
 * @param moved       messages whose standing changed
 * @param events      what to publish
 * @param closed      conversations whose window Meta says is closed, and since when
 */
record StatusPlan(
        Map<OutboundMessage, StatusOrder.Standing> moved, List<HubEvent> events, Map<ConversationId, Instant> closed) {

    /** Meta's error code for a free-form message outside the window. */
    private static final int RE_ENGAGEMENT = 131047;

    /** A status and the message it is about. */
    record Matched(StatusUpdate update, OutboundMessage message) {}

    /** A status as it was written down. */
    record Written(
            MessageId messageId,
            String status,
            String recipient,
            @Nullable LogPlace place) {}

    /**
     * Decides.
     *
     * @param matched in the order of the log, each status of a message and recipient once
     * @param news    which of them were written down just now
     * @param history everything written down about the messages of those that were not news
     */
    static StatusPlan of(List<Matched> matched, List<Written> news, List<Written> history) {
        var plan = new StatusPlan(new LinkedHashMap<>(), new ArrayList<>(), new HashMap<>());
        Map<MessageId, StatusOrder.Standing> standings = new HashMap<>();
        Set<Once> isNews = new HashSet<>();
        news.forEach(written -> isNews.add(Once.of(written)));
        Map<MessageId, List<Written>> histories = new HashMap<>();
        history.forEach(written -> histories
                .computeIfAbsent(written.messageId(), unused -> new ArrayList<>())
                .add(written));
        for (var match : matched) {
            if (isNews.contains(Once.of(match))) {
                plan.move(match, standings);
            } else if (wasTold(match, histories.getOrDefault(match.message().messageId(), List.of()))) {
                plan.events.add(event(match));
            }
        }
        return plan;
    }

    /** What is written down once. */
    private record Once(MessageId messageId, String status, String recipient) {
        static Once of(Written written) {
            return new Once(written.messageId(), written.status(), written.recipient());
        }

        static Once of(Matched match) {
            return new Once(
                    match.message().messageId(),
                    match.update().status(),
                    match.update().recipient());
        }
    }

    private void move(Matched match, Map<MessageId, StatusOrder.Standing> standings) {
        var message = match.message();
        var update = match.update();
        var before = standings.getOrDefault(message.messageId(), message.standing());
        var after = before.after(update.status(), update.failure());
        standings.put(message.messageId(), after);
        if (!after.equals(message.standing())) {
            moved.put(message, after);
        }
        if (!after.status().equals(before.status())) {
            events.add(event(match));
        }
        closeIfMetaSaysSo(match);
    }

    /** Whether this is our own replay of a status that moved its message the first time: nothing before it stood higher. */
    private static boolean wasTold(Matched match, List<Written> history) {
        var place = match.update().place();
        boolean replay = history.stream()
                .anyMatch(written -> Once.of(written).equals(Once.of(match)) && place.equals(written.place()));
        return replay
                && history.stream()
                        .filter(written -> written.place() != null && comesBefore(written.place(), place))
                        .allMatch(written -> StatusOrder.isForward(
                                written.status(), match.update().status()));
    }

    private static boolean comesBefore(LogPlace one, LogPlace other) {
        return Comparator.comparing(LogPlace::partition)
                        .thenComparing(LogPlace::offset)
                        .compare(one, other)
                < 0;
    }

    private void closeIfMetaSaysSo(Matched match) {
        var failure = match.update().failure();
        if (failure != null && failure.code() != null && failure.code() == RE_ENGAGEMENT) {
            closed.merge(
                    match.message().conversationId(),
                    match.update().at(),
                    (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private static HubEvent event(Matched match) {
        var message = match.message();
        var update = match.update();
        var failure = update.failure();
        return new HubEvent(
                message.messageId() + ":" + update.status(),
                update.at(),
                TraceContext.continued(update.traceparent()),
                new WhatsAppEvent.MessageStatus(
                        message.conversationId(),
                        message.teamId(),
                        message.phoneNumberId(),
                        message.messageId(),
                        update.wamid().value(),
                        update.status(),
                        update.at(),
                        failure == null ? null : failure.code(),
                        failure == null ? null : failure.title(),
                        message.reference()));
    }
}
