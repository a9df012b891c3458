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
import com.eventfulhq.notification.ledger.Notifications;
import com.eventfulhq.notification.render.MissingVariable;
import com.eventfulhq.notification.render.Rendered;
import com.eventfulhq.notification.template.Directory;
import com.eventfulhq.notification.template.Template;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes a request over REST: everything that can be known to be wrong is refused here, then the log gets it. The same key with
 * other words is refused once the first is written; while both are under way the first on the log wins.
 */
@Component
class Requests {

    private static final String SOURCE = "/notification-engine";
    private static final Set<String> CHANNELS = Set.of("email", "whatsapp", "push", "sms", "in_app", "webhook");
    private static final int MAX_VARIABLES = 64;
    private static final int MAX_CLIENT = 60;

    private final Directory directory;
    private final Notifications notifications;
    private final EventLog log;
    private final Clock clock;

    Requests(Directory directory, Notifications notifications, EventLog log, Clock clock) {
        this.directory = directory;
        this.notifications = notifications;
        this.log = log;
        this.clock = clock;
    }

    /** Completes with the notification's id when the log has the request. */
    Mono<NotificationId> accept(Caller caller, String idempotencyKey, NotificationBody body, TraceContext trace) {
        var team = Objects.requireNonNull(caller.teamId());
        var request = request(caller, team, idempotencyKey, body);
        var id = RequestKey.id(request.producer(), idempotencyKey);
        return directory
                .isMember(team, request.recipientUserId())
                .flatMap(member -> member ? template(request) : Mono.error(noSuchRecipient(request)))
                .map(template -> rendered(template, request))
                .flatMap(rendered -> notifications.refuseOther(id, request.recipientUserId(), rendered.message()))
                .then(Mono.defer(() -> log.append(List.of(entry(id, request, trace)))))
                .thenReturn(id);
    }

    /** Who asks, as notifications keep it: the team first, so that it can be told whose a notification is. */
    static String producer(TeamId team, String clientId) {
        var client = clientId.replace('\n', ' ');
        return team + "/" + (client.length() <= MAX_CLIENT ? client : client.substring(0, MAX_CLIENT));
    }

    private static NotificationRequested request(
            Caller caller, TeamId team, String idempotencyKey, NotificationBody body) {
        var variables = body.variables() == null ? Map.<String, String>of() : body.variables();
        if (variables.size() > MAX_VARIABLES) {
            throw invalid("/variables", "found " + variables.size() + " (expected: at most " + MAX_VARIABLES + ")");
        }
        if (variables.values().stream().anyMatch(Objects::isNull)) {
            throw invalid("/variables", "a value is null");
        }
        if ((body.relatedEntityId() == null) != (body.relatedEntityType() == null)) {
            throw invalid("/related_entity_type", "an entity needs its id and its type");
        }
        return new NotificationRequested(
                producer(team, caller.clientId()),
                idempotencyKey,
                team,
                new UserId(required(body.recipientUserId(), "/recipient_user_id")),
                required(body.templateName(), "/template_name"),
                variables,
                channels(body.channels()),
                body.relatedEntityId(),
                body.relatedEntityType(),
                body.expiresAt());
    }

    private static @Nullable List<String> channels(@Nullable List<String> channels) {
        if (channels == null) {
            return null;
        }
        for (int i = 0; i < channels.size(); i++) {
            if (!CHANNELS.contains(channels.get(i))) {
                throw invalid("/channels/" + i, "found " + channels.get(i) + " (expected: one of " + CHANNELS + ")");
            }
        }
        if (channels.isEmpty() || channels.size() > CHANNELS.size()) {
            throw invalid("/channels", "expected 1 to " + CHANNELS.size());
        }
        return channels.stream().distinct().toList();
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

    private static Rendered rendered(Template template, NotificationRequested request) {
        try {
            return Rendered.of(template, request.variables());
        } catch (MissingVariable e) {
            throw invalid("/variables/" + e.name(), "missing (the template needs it)");
        }
    }

    private LogEntry entry(NotificationId id, NotificationRequested request, TraceContext trace) {
        var attributes = new CloudEvent(id + ":requested", NotificationRequested.TYPE, SOURCE, clock.instant(), trace);
        return new LogEntry(
                Topics.NOTIFICATION_REQUESTS, request.recipientUserId().toString(), attributes, Json.bytes(request));
    }
}
