package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.conversation.Conversation;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.message.InboundMessages;
import com.eventfulhq.hub.whatsapp.message.InboundMessages.Outcome;
import com.eventfulhq.hub.whatsapp.message.Statuses;
import com.eventfulhq.hub.whatsapp.window.WindowEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch left in the database, and so what there is to tell.
 *
 * @param messages what became of each message, beside who wrote it and where it belongs
 * @param calls    the calls users made, and where they belong
 */
record Stored(
        List<Message> messages, List<Call> calls, List<HubEvent> statusEvents, Set<ConversationId> closed, int parked) {

    record Message(
            Callback.Written written,
            InboundMessages.Stored stored,
            Conversation conversation,
            @Nullable TeamId teamId) {

        boolean opensWindow() {
            return stored.outcome() != Outcome.DUPLICATE
                    && conversation.openedBy(written.message().place());
        }

        Opening opening() {
            return new Opening(
                    conversation,
                    teamId,
                    written.message().writtenAt(),
                    written.message().trace());
        }
    }

    record Call(
            Callback.Called called,
            Conversation conversation,
            @Nullable TeamId teamId) {

        boolean opensWindow() {
            return conversation.openedBy(called.place());
        }

        Opening opening() {
            return new Opening(conversation, teamId, called.at(), called.trace());
        }
    }

    /** A window that opened, by what the user did at that time. */
    record Opening(Conversation conversation, @Nullable TeamId teamId, Instant at, TraceContext trace) {

        /** The end is that of what opened the window: a replay says the same, whatever has extended it since. */
        HubEvent event(Duration windowLength) {
            var id = conversation.conversationId();
            var end = at.plus(windowLength);
            return new HubEvent(
                    id + ":opened:" + end.toEpochMilli(), at, trace, new WhatsAppEvent.WindowOpened(id, teamId, end));
        }
    }

    static Stored of(
            List<Callback.Written> written,
            List<InboundMessages.Stored> stored,
            List<Conversation> conversations,
            Map<PhoneNumberId, TeamId> teams) {
        List<Message> messages = new ArrayList<>(written.size());
        for (int i = 0; i < written.size(); i++) {
            var team = teams.get(written.get(i).number().phoneNumberId());
            messages.add(new Message(written.get(i), stored.get(i), conversations.get(i), team));
        }
        return new Stored(messages, List.of(), List.of(), Set.of(), 0);
    }

    Stored with(List<Callback.Called> called, List<Conversation> conversations, Map<PhoneNumberId, TeamId> teams) {
        List<Call> told = new ArrayList<>(called.size());
        for (int i = 0; i < called.size(); i++) {
            var call = called.get(i);
            told.add(
                    new Call(call, conversations.get(i), teams.get(call.number().phoneNumberId())));
        }
        return new Stored(messages, told, statusEvents, closed, parked);
    }

    Stored with(Statuses.Applied statuses) {
        return new Stored(messages, calls, statuses.events(), statuses.closed(), statuses.parked());
    }

    /** The end of every window something of this batch belongs to; a replay says it again, in case nobody heard. */
    List<WindowEnd> windowEnds() {
        Set<WindowEnd> ends = new HashSet<>();
        messages.forEach(message -> add(ends, message.conversation()));
        calls.forEach(call -> add(ends, call.conversation()));
        return List.copyOf(ends);
    }

    private static void add(Set<WindowEnd> ends, Conversation conversation) {
        var end = conversation.expiresAt();
        if (end != null) {
            ends.add(new WindowEnd(conversation.conversationId(), end));
        }
    }

    /**
     * What to publish: windows that opened, then new messages in the order of the log, then statuses; of windows and messages
     * also those that may not have been published before a crash.
     */
    List<HubEvent> events(Duration windowLength) {
        List<HubEvent> events = new ArrayList<>(messages.size() + statusEvents.size());
        calls.stream()
                .filter(Call::opensWindow)
                .forEach(call -> events.add(call.opening().event(windowLength)));
        messages.stream()
                .filter(Message::opensWindow)
                .forEach(message -> events.add(message.opening().event(windowLength)));
        messages.stream()
                .filter(message -> message.stored().outcome() != Outcome.DUPLICATE)
                .forEach(message -> events.add(received(message)));
        events.addAll(statusEvents);
        return events;
    }

    private static HubEvent received(Message message) {
        var written = message.written();
        var inbound = written.message();
        var from = written.person().value(Identity.Type.WA_ID);
        return new HubEvent(
                message.stored().messageId() + ":received",
                inbound.writtenAt(),
                inbound.trace(),
                new WhatsAppEvent.MessageReceived(
                        message.conversation().conversationId(),
                        message.teamId(),
                        written.number().phoneNumberId(),
                        message.stored().messageId(),
                        inbound.wamid().value(),
                        inbound.type(),
                        inbound.text(),
                        from == null ? written.person().value(Identity.Type.BSUID) : from,
                        written.person().profileName(),
                        inbound.writtenAt(),
                        message.conversation().expiresAt()));
    }
}
