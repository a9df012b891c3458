package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.hub.whatsapp.conversation.Conversation;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.message.InboundMessages;
import com.eventfulhq.hub.whatsapp.message.InboundMessages.Outcome;
import com.eventfulhq.hub.whatsapp.message.Statuses;
import com.eventfulhq.hub.whatsapp.window.WindowEnd;
import java.time.Duration;
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
 */
record Stored(List<Message> messages, List<HubEvent> statusEvents, Set<ConversationId> closed, int parked) {

    record Message(
            Callback.Written written,
            InboundMessages.Stored stored,
            Conversation conversation,
            @Nullable TeamId teamId) {

        boolean opensWindow() {
            return conversation.openedBy(written.message().place());
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
        return new Stored(messages, List.of(), Set.of(), 0);
    }

    Stored with(Statuses.Applied statuses) {
        return new Stored(messages, statuses.events(), statuses.closed(), statuses.parked());
    }

    /** The end of every window a message of this batch belongs to; a replay says it again, in case nobody heard. */
    List<WindowEnd> windowEnds() {
        Set<WindowEnd> ends = new HashSet<>();
        for (var message : messages) {
            var end = message.conversation().expiresAt();
            if (end != null) {
                ends.add(new WindowEnd(message.conversation().conversationId(), end));
            }
        }
        return List.copyOf(ends);
    }

    /**
     * What to publish, in the order of the log: new messages and the windows they opened, and those that may not have been
     * published before a crash.
     */
    List<HubEvent> events(Duration windowLength) {
        List<HubEvent> events = new ArrayList<>(messages.size() + statusEvents.size());
        for (var message : messages) {
            if (message.stored().outcome() != Outcome.DUPLICATE) {
                if (message.opensWindow()) {
                    events.add(opened(message, windowLength));
                }
                events.add(received(message));
            }
        }
        events.addAll(statusEvents);
        return events;
    }

    /** The end is that of the message which opened the window: a replay says the same, whatever has extended it since. */
    private static HubEvent opened(Message message, Duration windowLength) {
        var conversation = message.conversation().conversationId();
        var inbound = message.written().message();
        var end = inbound.writtenAt().plus(windowLength);
        return new HubEvent(
                conversation + ":opened:" + end.toEpochMilli(),
                inbound.writtenAt(),
                inbound.trace(),
                new WhatsAppEvent.WindowOpened(conversation, message.teamId(), end));
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
