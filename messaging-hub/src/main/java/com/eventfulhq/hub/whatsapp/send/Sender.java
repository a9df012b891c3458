package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import com.eventfulhq.hub.whatsapp.graph.GraphApi;
import com.eventfulhq.hub.whatsapp.graph.GraphMessage;
import com.eventfulhq.hub.whatsapp.template.Templates;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sends the messages of one key, one after another: settled already? expired? behind another? still allowed? may the number
 * send? at what pace? Then claim, call, and let {@link Outcomes} say what became of it.
 */
@Component
final class Sender {

    private final Database database;
    private final OutboundRows rows;
    private final Attempts attempts;
    private final Templates templates;
    private final Breakers breakers;
    private final Pace pace;
    private final GraphApi graph;
    private final Outcomes outcomes;
    private final HubEvents events;
    private final SendMeters meters;
    private final SendSettings settings;
    private final Clock clock;

    Sender(
            Database database,
            OutboundRows rows,
            Attempts attempts,
            Templates templates,
            Breakers breakers,
            Pace pace,
            GraphApi graph,
            Outcomes outcomes,
            HubEvents events,
            SendMeters meters,
            SendSettings settings,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.attempts = attempts;
        this.templates = templates;
        this.breakers = breakers;
        this.pace = pace;
        this.graph = graph;
        this.outcomes = outcomes;
        this.events = events;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
    }

    Mono<Void> send(List<Incoming> oneKey, Instant until) {
        var lane = new Lane(oneKey, until, settings.maxHold());
        var ids = oneKey.stream().map(Incoming::id).collect(Collectors.toCollection(LinkedHashSet::new));
        return database.single(statements -> rows.load(statements, ids))
                .flatMapIterable(messages -> messages)
                .concatMap(message -> sendOne(message, lane))
                .then();
    }

    private Mono<Void> sendOne(Outbound message, Lane lane) {
        if (!message.waits()) {
            return repeated(message, lane.trace(message));
        }
        var now = clock.instant();
        var sendBefore = message.sendBefore();
        if (sendBefore != null && !now.isBefore(sendBefore)) {
            meters.count("expired");
            var expired = new Attempts.Failure(null, "expired", "worth sending until " + sendBefore);
            return outcomes.failed(message, expired, lane.trace(message));
        }
        return lane.waits(message, now, settings.sweep().interval())
                .map(then -> defer(message, lane, then, "behind"))
                .orElseGet(() -> decide(message).flatMap(decision -> switch (decision) {
                    case SendPolicy.Decision.Allowed allowed -> paced(message, lane);
                    case SendPolicy.Decision.Refused refused -> refuse(message, refused, lane);
                }));
    }

    /**
     * Not the first time that this record is read. What is settled is told again, for we may have died before telling; a call
     * that was begun and not finished may have been sent.
     */
    private Mono<Void> repeated(Outbound message, TraceContext trace) {
        var state = message.state();
        if (Outbound.ACCEPTED.equals(state.status()) || Outbound.FAILED.equals(state.status())) {
            return events.publish(List.of(message.moved(state, trace, clock.instant())));
        }
        if (!Outbound.QUEUED.equals(state.status()) || message.attempts().isEmpty()) {
            return Mono.empty();
        }
        var last = message.attempts().getLast();
        return last.open() ? outcomes.interrupted(last.id()) : Mono.empty();
    }

    private Mono<SendPolicy.Decision> decide(Outbound message) {
        var content = message.message().asked();
        var at = clock.instant().plus(settings.windowMargin());
        return SendStates.of(templates, message.target(), content).map(state -> SendPolicy.decide(state, content, at));
    }

    private Mono<Void> refuse(Outbound message, SendPolicy.Decision.Refused refused, Lane lane) {
        meters.count(refused.reason());
        return outcomes.failed(
                message, new Attempts.Failure(null, refused.reason(), refused.detail()), lane.trace(message));
    }

    private Mono<Void> paced(Outbound message, Lane lane) {
        var number = message.target().number();
        var held = breakers.holds(number.id());
        if (held.isPresent()) {
            return defer(message, lane, outcomes.spread(held.get()), "paused");
        }
        var wait = pace.reserve(number.id(), number.messagesPerSecond(), message.conversation());
        if (pace.tooLong(wait)) {
            return defer(message, lane, clock.instant().plus(wait), "paced");
        }
        meters.paced(wait);
        return wait.isZero() ? call(message, lane) : Mono.delay(wait).then(Mono.defer(() -> call(message, lane)));
    }

    private Mono<Void> defer(Outbound message, Lane lane, Instant then, String why) {
        meters.count(why);
        lane.hold(then, clock.instant());
        return database.single(statements -> attempts.at(statements, List.of(message.id()), then))
                .then();
    }

    private Mono<Void> call(Outbound message, Lane lane) {
        var attempt = AttemptId.next();
        var now = clock.instant();
        return database.single(statements ->
                        attempts.claim(statements, message, attempt, now, now.plus(settings.settleAfter())))
                .filter(claimed -> claimed)
                .flatMap(claimed -> graph.send(graphMessage(message, attempt)))
                .flatMap(outcome -> outcomes.settle(message, attempt, outcome, lane));
    }

    private static GraphMessage graphMessage(Outbound message, AttemptId attempt) {
        var target = message.target();
        var to = target.address().to();
        return new GraphMessage(
                target.number().id(),
                to,
                to == null ? target.address().recipient() : null,
                message.message().type(),
                message.message().graphContent(),
                attempt);
    }
}
