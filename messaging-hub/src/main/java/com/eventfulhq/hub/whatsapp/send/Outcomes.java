package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import com.eventfulhq.hub.whatsapp.graph.GraphError;
import com.eventfulhq.hub.whatsapp.graph.SendOutcome;
import com.eventfulhq.hub.whatsapp.graph.SendOutcome.Scope;
import com.eventfulhq.hub.whatsapp.message.ParkedStatuses;
import com.eventfulhq.hub.whatsapp.window.Windows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** Turns the outcome of a call into rows, then events. A known outcome is too dear to lose to a database that is away for a moment. */
@Component
final class Outcomes {

    private static final int REENGAGEMENT = 131047;
    private static final Duration STORE_AGAIN = Duration.ofMillis(100);
    private static final Duration STORE_AGAIN_MAX = Duration.ofSeconds(1);

    private final Database database;
    private final Attempts attempts;
    private final ParkedStatuses parked;
    private final Windows windows;
    private final HubEvents events;
    private final Breakers breakers;
    private final Pace pace;
    private final SendMeters meters;
    private final SendSettings settings;
    private final Clock clock;

    Outcomes(
            Database database,
            Attempts attempts,
            ParkedStatuses parked,
            Windows windows,
            HubEvents events,
            Breakers breakers,
            Pace pace,
            SendMeters meters,
            SendSettings settings,
            Clock clock) {
        this.database = database;
        this.attempts = attempts;
        this.parked = parked;
        this.windows = windows;
        this.events = events;
        this.breakers = breakers;
        this.pace = pace;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of a call: stored, then told. */
    Mono<Void> settle(Outbound message, AttemptId attempt, SendOutcome outcome, Lane lane) {
        return switch (outcome) {
            case SendOutcome.Accepted accepted -> accepted(message, attempt, accepted, lane.trace(message));
            case SendOutcome.Rejected rejected -> rejected(message, attempt, rejected.error(), lane.trace(message));
            case SendOutcome.Retry retry -> retry(message, attempt, retry, lane);
            case SendOutcome.Paused paused -> paused(message, attempt, paused.error(), lane);
            case SendOutcome.Unknown unknown -> unknown(attempt, unknown.error());
        };
    }

    private Mono<Void> accepted(Outbound message, AttemptId attempt, SendOutcome.Accepted outcome, TraceContext trace) {
        meters.count("accepted");
        breakers.close(message.target().number().id());
        return store(statements -> attempts.accepted(statements, message, attempt, outcome, clock.instant())
                        .flatMap(status -> parked.apply(statements, List.of(outcome.wamid()))
                                .map(early -> told(message, outcome, status, early, trace))))
                .flatMap(told -> events.publish(told).then(settleEarly(told, outcome)));
    }

    /** What came early has been told now; should this fail, the sweep of parked statuses does it. */
    private Mono<Void> settleEarly(List<HubEvent> told, SendOutcome.Accepted outcome) {
        boolean early = told.stream().anyMatch(event -> !event.id().endsWith(":" + Outbound.ACCEPTED));
        return early ? parked.settled(List.of(outcome.wamid())).onErrorComplete() : Mono.empty();
    }

    /** A status that came first has told more than we could: a later state never comes before an earlier one. */
    private List<HubEvent> told(
            Outbound message, SendOutcome.Accepted outcome, String status, List<HubEvent> early, TraceContext trace) {
        var all = new ArrayList<HubEvent>(early.size() + 1);
        if (Outbound.ACCEPTED.equals(status)) {
            var state = new Outbound.State(status, outcome.wamid().value(), null, null);
            all.add(message.moved(state, trace, clock.instant()));
        }
        all.addAll(early);
        return all;
    }

    private Mono<Void> rejected(Outbound message, AttemptId attempt, GraphError error, TraceContext trace) {
        meters.count("rejected");
        var now = clock.instant();
        boolean windowClosed = error.code() != null && error.code() == REENGAGEMENT;
        // The window first: once the message is settled, nobody comes back to close it.
        return (windowClosed ? closeWindow(message, now) : Mono.<Void>empty())
                .then(store(statements -> attempts.failed(statements, message.id(), attempt, error, now)
                        .thenReturn(true)))
                .then(Mono.defer(() -> tellFailed(message, Attempts.Failure.of(error), trace)));
    }

    private Mono<Void> closeWindow(Outbound message, Instant now) {
        return Mono.defer(() -> windows.closedByMeta(message.conversation(), now))
                .retryWhen(storeAgain())
                .timeout(settings.storePatience());
    }

    private Mono<Void> retry(Outbound message, AttemptId attempt, SendOutcome.Retry outcome, Lane lane) {
        var error = outcome.error();
        long counted = message.attempts().stream()
                        .filter(earlier -> !GraphError.pauses(earlier.errorCode()))
                        .count()
                + 1;
        if (outcome.scope() == Scope.NUMBER) {
            pace.slowDown(message.target().number().id());
        }
        boolean spent = counted >= settings.retry().maxAttempts()
                || message.attemptsEndedWith(error.code()) + 1 >= outcome.tries();
        var delay = Backoff.delay(
                outcome,
                message.attempts().size(),
                settings.retry().first(),
                ThreadLocalRandom.current().nextDouble());
        var then = clock.instant().plus(delay);
        if (spent || tooLate(message, then)) {
            return rejected(message, attempt, error, lane.trace(message));
        }
        meters.count("retry");
        return again(message, attempt, error, lane, then);
    }

    private Mono<Void> paused(Outbound message, AttemptId attempt, GraphError error, Lane lane) {
        meters.count("paused");
        var probe = breakers.trip(message.target().number().id(), error.title());
        if (tooLate(message, probe)) {
            return rejected(message, attempt, error, lane.trace(message));
        }
        return again(message, attempt, error, lane, probe);
    }

    private static boolean tooLate(Outbound message, Instant then) {
        var sendBefore = message.sendBefore();
        return sendBefore != null && !then.isBefore(sendBefore);
    }

    private Mono<Void> again(Outbound message, AttemptId attempt, GraphError error, Lane lane, Instant then) {
        var now = clock.instant();
        lane.hold(then, now);
        return store(statements -> attempts.again(statements, message.id(), attempt, error, now, then)
                        .thenReturn(true))
                .then();
    }

    private Mono<Void> unknown(AttemptId attempt, GraphError error) {
        meters.count("unknown");
        var now = clock.instant();
        return store(statements -> attempts.unknown(statements, attempt, error, now, now.plus(settings.settleAfter())))
                .then();
    }

    /** A call somebody began and did not finish telling of: us before a crash, or another process that still may. */
    Mono<Void> interrupted(AttemptId attempt) {
        var now = clock.instant();
        return store(statements -> attempts.unknown(statements, attempt, null, now, now.plus(settings.settleAfter())))
                .doOnNext(changed -> {
                    if (changed > 0) {
                        meters.count("unknown");
                    }
                })
                .then();
    }

    /** The message ends here, without a call. */
    Mono<Void> failed(Outbound message, Attempts.Failure failure, TraceContext trace) {
        return store(statements -> attempts.fail(statements, message.id(), failure))
                .filter(changed -> changed > 0)
                .flatMap(changed -> tellFailed(message, failure, trace));
    }

    private Mono<Void> tellFailed(Outbound message, Attempts.Failure failure, TraceContext trace) {
        var state = new Outbound.State(Outbound.FAILED, null, failure.code(), failure.title());
        return events.publish(List.of(message.moved(state, trace, clock.instant())));
    }

    /** When those that wait for a paused number come back: not all at the moment of the probe. */
    Instant spread(Instant probe) {
        double share = ThreadLocalRandom.current().nextDouble();
        return probe.plusMillis((long) (settings.breaker().probe().toMillis() * 2 * share));
    }

    private <T> Mono<T> store(Function<Statements, Mono<T>> work) {
        return Mono.defer(() -> database.transaction(work))
                .retryWhen(storeAgain())
                .timeout(settings.storePatience());
    }

    private static RetryBackoffSpec storeAgain() {
        return Retry.backoff(Long.MAX_VALUE, STORE_AGAIN).maxBackoff(STORE_AGAIN_MAX);
    }
}
