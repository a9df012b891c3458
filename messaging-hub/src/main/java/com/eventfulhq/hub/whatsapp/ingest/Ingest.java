package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.hub.whatsapp.conversation.Arrival;
import com.eventfulhq.hub.whatsapp.conversation.BusinessNumber;
import com.eventfulhq.hub.whatsapp.conversation.BusinessNumbers;
import com.eventfulhq.hub.whatsapp.conversation.ContactRace;
import com.eventfulhq.hub.whatsapp.conversation.Contacts;
import com.eventfulhq.hub.whatsapp.conversation.Conversation;
import com.eventfulhq.hub.whatsapp.conversation.Conversations;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import com.eventfulhq.hub.whatsapp.message.InboundMessages;
import com.eventfulhq.hub.whatsapp.message.Statuses;
import com.eventfulhq.hub.whatsapp.window.WindowSettings;
import com.eventfulhq.hub.whatsapp.window.Windows;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** One batch of callbacks: decide purely, write once, then tell. */
@Component
final class Ingest {

    /** Another process can win the race for a new person this often before the batch is tried again from the start. */
    private static final int RACES = 5;

    private final Database database;
    private final BusinessNumbers numbers;
    private final Contacts contacts;
    private final Conversations conversations;
    private final InboundMessages messages;
    private final Statuses statuses;
    private final Others others;
    private final Windows windows;
    private final HubEvents events;
    private final IngestMeters meters;
    private final WindowSettings window;
    private final Clock clock;

    Ingest(
            Database database,
            BusinessNumbers numbers,
            Contacts contacts,
            Conversations conversations,
            InboundMessages messages,
            Statuses statuses,
            Others others,
            Windows windows,
            HubEvents events,
            IngestMeters meters,
            WindowSettings window,
            Clock clock) {
        this.database = database;
        this.numbers = numbers;
        this.contacts = contacts;
        this.conversations = conversations;
        this.messages = messages;
        this.statuses = statuses;
        this.others = others;
        this.windows = windows;
        this.events = events;
        this.meters = meters;
        this.window = window;
        this.clock = clock;
    }

    /** Completes when everything the batch says is committed and published. Offsets are acknowledged by the caller, last. */
    Mono<Void> ingest(List<LogRecord> batch) {
        var changes = Changes.of(batch);
        return database.transaction(statements -> store(statements, changes))
                .retryWhen(Retry.max(RACES).filter(ContactRace.class::isInstance))
                .flatMap(stored -> tell(changes, stored));
    }

    /** Statuses first: whoever else locks messages and conversations locks them in this order. */
    private Mono<Stored> store(Statements statements, Changes changes) {
        return statuses.apply(statements, changes.statuses())
                .flatMap(applied -> numbers.teamsOf(statements, changes.numbers())
                        .flatMap(teams -> contacts.resolve(statements, changes.people())
                                .flatMap(known -> storeMessages(statements, changes, teams, known)))
                        .map(stored -> stored.with(applied)))
                .flatMap(stored -> others.keep(statements, changes.others())
                        .then(Mono.defer(() -> others.quarantine(statements, changes.unreadable())))
                        .thenReturn(stored));
    }

    private Mono<Stored> storeMessages(
            Statements statements, Changes changes, Map<PhoneNumberId, TeamId> teams, Map<Identity, ContactId> known) {
        var written = changes.messages().stream()
                .map(message -> thread(message.number(), message.person(), known))
                .toList();
        var called = changes.calls().stream()
                .map(call -> thread(call.number(), call.person(), known))
                .toList();
        return conversations
                .fold(statements, arrivals(changes, written, called), window.length(), clock.instant())
                .flatMap(folded -> messages.store(statements, candidates(changes.messages(), in(folded, written)))
                        .map(kept -> Stored.of(changes.messages(), kept, in(folded, written), teams)
                                .with(changes.calls(), in(folded, called), teams)));
    }

    private static Arrival.Thread thread(BusinessNumber number, Person person, Map<Identity, ContactId> known) {
        var identity = person.identities().getFirst();
        return new Arrival.Thread(number.phoneNumberId(), Objects.requireNonNull(known.get(identity)));
    }

    private static List<Conversation> in(Map<Arrival.Thread, Conversation> folded, List<Arrival.Thread> threads) {
        return threads.stream()
                .map(thread -> Objects.requireNonNull(folded.get(thread)))
                .toList();
    }

    /** Everything the batch brings to a conversation, folded into one. */
    private static Collection<Arrival> arrivals(
            Changes changes, List<Arrival.Thread> written, List<Arrival.Thread> called) {
        Map<Arrival.Thread, Arrival> arrivals = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            var arrival = changes.messages().get(i).arrival(written.get(i));
            arrivals.merge(arrival.thread(), arrival, Arrival::and);
        }
        var calls = changes.calls();
        for (int i = 0; i < calls.size(); i++) {
            var arrival = calls.get(i).arrival(called.get(i));
            arrivals.merge(arrival.thread(), arrival, Arrival::and);
        }
        return arrivals.values();
    }

    private static List<InboundMessages.Candidate> candidates(
            List<Callback.Written> messages, List<Conversation> conversations) {
        var candidates = new ArrayList<InboundMessages.Candidate>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            candidates.add(new InboundMessages.Candidate(
                    MessageId.next(),
                    conversations.get(i).conversationId(),
                    messages.get(i).message()));
        }
        return candidates;
    }

    /** Redis and the log side by side: neither waits for what the other says, and readers of both ask PostgreSQL when in doubt. */
    private Mono<Void> tell(Changes changes, Stored stored) {
        meters.stored(changes, stored);
        return Mono.when(
                windows.extend(stored.windowEnds()).then(Mono.defer(() -> windows.forget(stored.closed()))),
                events.publish(stored.events(window.length())));
    }
}
