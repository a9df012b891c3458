package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import com.eventfulhq.hub.whatsapp.template.Templates;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets in what another service put on the log without a row. The asker chose the message's id, so a repeat finds the row; a
 * refusal is a row, too: failed, with its reason, and told.
 */
@Component
final class Admission {

    private final Database database;
    private final OutboundRows rows;
    private final Targets targets;
    private final Templates templates;
    private final NewMessages messages;
    private final HubEvents events;
    private final SendSettings settings;
    private final Clock clock;

    Admission(
            Database database,
            OutboundRows rows,
            Targets targets,
            Templates templates,
            NewMessages messages,
            HubEvents events,
            SendSettings settings,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.targets = targets;
        this.templates = templates;
        this.messages = messages;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** Afterwards every message of these has a row, or its reference belongs to another message. */
    Mono<Void> admit(List<Incoming> incoming) {
        var ids = incoming.stream().map(Incoming::id).toList();
        return database.single(statements -> rows.known(statements, ids))
                .map(HashSet::new)
                .flatMap(known -> Flux.fromIterable(incoming)
                        .filter(one -> !known.contains(one.id()))
                        .concatMap(this::admitNew)
                        .then());
    }

    private Mono<Void> admitNew(Incoming incoming) {
        var request = incoming.request();
        return targets.numbers(request.teamId(), request.phoneNumberId())
                .filter(found -> found.size() == 1)
                .switchIfEmpty(Mono.error(() -> rejected(incoming)))
                .flatMap(found -> targets.of(found.getFirst(), incoming.address()))
                .flatMap(target -> decide(incoming, target)
                        .flatMap(decision -> targets.begun(target).map(begun -> newMessage(incoming, begun, decision))))
                .flatMap(message -> write(incoming, message));
    }

    /** There is no conversation such a failure could belong to. */
    private static RecordRejected rejected(Incoming incoming) {
        var reason = "send request: team %s has not exactly one active number %s"
                .formatted(
                        incoming.request().teamId(),
                        incoming.request().phoneNumberId() == null
                                ? ""
                                : incoming.request().phoneNumberId());
        return new RecordRejected(incoming.record(), reason, new IllegalArgumentException(reason));
    }

    private Mono<SendPolicy.Decision> decide(Incoming incoming, Target target) {
        var at = clock.instant().plus(settings.windowMargin());
        return SendStates.of(templates, target, incoming.content())
                .map(state -> SendPolicy.decide(state, incoming.content(), at));
    }

    private NewMessage newMessage(Incoming incoming, Target target, SendPolicy.Decision decision) {
        var now = clock.instant();
        var sendBefore = incoming.request().sendBefore();
        return new NewMessage(
                incoming.id(),
                target,
                decision instanceof SendPolicy.Decision.Allowed allowed
                        ? allowed.message()
                        : Composed.refused(incoming.content()),
                decision instanceof SendPolicy.Decision.Refused refused ? refused : null,
                null,
                incoming.request().reference(),
                now,
                now.plus(settings.grace()),
                sendBefore == null ? now.plus(settings.validity()) : sendBefore);
    }

    /** Told before it is committed: once there is a row, nobody comes here again to tell of it. */
    private Mono<Void> write(Incoming incoming, NewMessage message) {
        return database.transaction(statements -> messages.insert(statements, message)
                .flatMap(
                        inserted -> inserted ? events.publish(List.of(event(incoming, message))) : Mono.<Void>empty()));
    }

    private static HubEvent event(Incoming incoming, NewMessage message) {
        var row = message.row();
        var trace = incoming.record().trace();
        return message.refused() == null
                ? row.queued(trace, message.acceptedAt())
                : row.moved(row.state(), trace, message.acceptedAt());
    }
}
