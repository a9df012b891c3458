package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.ledger.Claims;
import com.eventfulhq.notification.ledger.Claims.Claim;
import com.eventfulhq.notification.ledger.Claims.Claimed;
import com.eventfulhq.notification.render.MissingVariable;
import com.eventfulhq.notification.render.Rendered;
import com.eventfulhq.notification.template.Directory;
import com.eventfulhq.notification.template.Template;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes a request over REST: everything that can be known to be wrong is refused here, then its key is claimed, then the log gets
 * it. A claim without a record (the log was away: 503) waits for the caller to come again.
 */
@Component
class Requests {

    private static final String SOURCE = "/notification-engine";

    private final Directory directory;
    private final Claims claims;
    private final EventLog log;
    private final RequestCheck check;
    private final Clock clock;

    Requests(Directory directory, Claims claims, EventLog log, RequestSettings settings, Clock clock) {
        this.directory = directory;
        this.claims = claims;
        this.log = log;
        this.check = new RequestCheck(settings);
        this.clock = clock;
    }

    /**
     * The answer.
     *
     * @param repeated whether it had been asked before
     */
    record Accepted(NotificationId id, boolean repeated) {}

    /** Completes when the log has the request. */
    Mono<Accepted> accept(Caller caller, String idempotencyKey, NotificationBody body, TraceContext trace) {
        var request = request(caller, Objects.requireNonNull(caller.teamId()), idempotencyKey, body);
        var fault = check.fault(request);
        if (fault != null) {
            return Mono.error(invalid(fault.pointer(), fault.detail()));
        }
        var claim = RequestKey.of(request);
        return claims.find(List.of(claim.notification()))
                .flatMap(found -> Mono.justOrEmpty(found.get(claim.notification())))
                .flatMap(before -> again(claim, before, request, trace))
                .switchIfEmpty(Mono.defer(() -> acceptNew(claim, request, trace)));
    }

    /** The same again is answered the same, even if it could not be asked any more. */
    private Mono<Accepted> again(Claim claim, Claimed before, NotificationRequested request, TraceContext trace) {
        if (!before.means(claim)) {
            return Mono.error(reused());
        }
        var accepted = new Accepted(claim.notification(), true);
        return before.stored()
                ? Mono.just(accepted)
                : log.append(List.of(entry(claim.notification(), request, trace)))
                        .thenReturn(accepted);
    }

    private Mono<Accepted> acceptNew(Claim claim, NotificationRequested request, TraceContext trace) {
        return refuseImpossible(request)
                .then(Mono.defer(() -> claims.claim(List.of(claim))))
                .map(found -> Objects.requireNonNull(found.get(claim.notification())))
                .filter(claimed -> claimed.means(claim))
                .switchIfEmpty(Mono.error(Requests::reused))
                .flatMap(mine -> log.append(List.of(entry(claim.notification(), request, trace))))
                .thenReturn(new Accepted(claim.notification(), false));
    }

    private Mono<Void> refuseImpossible(NotificationRequested request) {
        return directory
                .isMember(Objects.requireNonNull(request.teamId()), request.recipientUserId())
                .flatMap(member -> member ? template(request) : Mono.error(noSuchRecipient(request)))
                .doOnNext(template -> refuseUnfitting(template, request))
                .then();
    }

    private static NotificationRequested request(
            Caller caller, TeamId team, String idempotencyKey, NotificationBody body) {
        return new NotificationRequested(
                RequestKey.producer(team, caller),
                idempotencyKey,
                team,
                new UserId(required(body.recipientUserId(), "/recipient_user_id")),
                required(body.templateName(), "/template_name"),
                body.variables() == null ? Map.of() : body.variables(),
                body.channels(),
                body.relatedEntityId(),
                body.relatedEntityType(),
                body.expiresAt());
    }

    private static <T> T required(@Nullable T value, String pointer) {
        if (value == null) {
            throw invalid(pointer, "missing");
        }
        return value;
    }

    private static ProblemException invalid(String pointer, String detail) {
        return ProblemException.field(ErrorCode.INVALID_VALUE, pointer, detail);
    }

    private static ProblemException reused() {
        return ProblemException.of(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "Idempotency-Key: came with another body before (expected: a key of its own)");
    }

    private static ProblemException noSuchRecipient(NotificationRequested request) {
        return ProblemException.of(
                ErrorCode.NOT_FOUND, "recipient " + request.recipientUserId() + ": no member of your team");
    }

    private Mono<Template> template(NotificationRequested request) {
        return directory
                .templates(List.of(request.templateName()))
                .flatMap(templates -> Mono.justOrEmpty(templates.get(request.templateName())))
                .switchIfEmpty(Mono.error(() -> invalid(
                        "/template_name", "found " + request.templateName() + " (expected: an active template)")));
    }

    /** On the log such a channel is left out with its reason; here somebody can be told. */
    private static void refuseUnfitting(Template template, NotificationRequested request) {
        var channels = request.channels() == null ? List.<String>of() : request.channels();
        for (int i = 0; i < channels.size(); i++) {
            if (!template.channels().contains(channels.get(i))) {
                throw invalid(
                        "/channels/" + i,
                        "found %s (expected: one of %s, which template %s is made for)"
                                .formatted(channels.get(i), template.channels(), template.name()));
            }
        }
        try {
            Rendered.of(template, request.variables());
        } catch (MissingVariable e) {
            throw invalid(RequestCheck.pointer(e.name()), "missing (the template needs it)");
        }
    }

    private LogEntry entry(NotificationId id, NotificationRequested request, TraceContext trace) {
        var attributes = new CloudEvent(id + ":requested", NotificationRequested.TYPE, SOURCE, clock.instant(), trace);
        return new LogEntry(
                Topics.NOTIFICATION_REQUESTS, request.recipientUserId().toString(), attributes, Json.bytes(request));
    }
}
