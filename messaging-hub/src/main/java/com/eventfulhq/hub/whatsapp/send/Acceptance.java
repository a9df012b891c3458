package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import com.eventfulhq.hub.whatsapp.send.NewMessages.RequestKey;
import com.eventfulhq.hub.whatsapp.send.Target.BusinessNumber;
import com.eventfulhq.hub.whatsapp.template.Templates;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Accepts a message: decide, write the row and the request's key in one transaction, then put it on the log. The row is its
 * own outbox: what did not reach the log is found by {@link DueSends}.
 */
@Component
final class Acceptance {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private static final int MAX_CHOICES = 20;

    private final Database database;
    private final Targets targets;
    private final Templates templates;
    private final NewMessages messages;
    private final Attempts attempts;
    private final Outbox outbox;
    private final HubEvents events;
    private final SendSettings settings;
    private final Clock clock;

    Acceptance(
            Database database,
            Targets targets,
            Templates templates,
            NewMessages messages,
            Attempts attempts,
            Outbox outbox,
            HubEvents events,
            SendSettings settings,
            Clock clock) {
        this.database = database;
        this.targets = targets;
        this.templates = templates;
        this.messages = messages;
        this.attempts = attempts;
        this.outbox = outbox;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** Who asks, with what key, for what. */
    record Asked(RequestKey key, @Nullable UserId sender, SendRequest request, TraceContext trace) {
        TeamId team() {
            return key.team();
        }
    }

    /** The answer: the same for every repeat of the request. */
    record Accepted(MessageId message, ConversationId conversation) {}

    Mono<Accepted> accept(Asked asked) {
        return before(asked).switchIfEmpty(Mono.defer(() -> acceptNew(asked)));
    }

    private Mono<Accepted> before(Asked asked) {
        return database.single(statements -> messages.recall(statements, asked.key()))
                .map(remembered -> {
                    if (!remembered.sameAs(asked.key())) {
                        throw ProblemException.of(
                                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                                "Idempotency-Key: came with another body before (expected: a key of its own)");
                    }
                    return new Accepted(remembered.message(), new ConversationId(remembered.conversation()));
                });
    }

    private Mono<Accepted> acceptNew(Asked asked) {
        return target(asked).flatMap(target -> decide(asked, target).flatMap(decision -> switch (decision) {
            case SendPolicy.Decision.Allowed allowed -> write(asked, target, allowed.message());
            case SendPolicy.Decision.Refused refused -> refuse(target, refused);
        }));
    }

    private Mono<Target> target(Asked asked) {
        var request = asked.request();
        return switch (request.to()) {
            case SendRequest.To.Conversation conversation ->
                targets.in(asked.team(), conversation.id())
                        .filter(target -> matches(target.number(), request.number()))
                        .switchIfEmpty(Mono.error(() -> ProblemException.of(
                                ErrorCode.NOT_FOUND,
                                "conversation_id: no conversation of this team's active numbers")));
            case SendRequest.To.User user ->
                number(asked.team(), request.number()).flatMap(number -> targets.of(number, user.address()));
        };
    }

    private static boolean matches(BusinessNumber number, @Nullable PhoneNumberId named) {
        return named == null || named.equals(number.id());
    }

    private Mono<BusinessNumber> number(TeamId team, @Nullable PhoneNumberId named) {
        return targets.numbers(team, named).map(found -> {
            if (found.size() == 1) {
                return found.getFirst();
            }
            if (named != null) {
                throw ProblemException.of(ErrorCode.NOT_FOUND, "phone_number_id: no active number of this team");
            }
            throw SendRequestReader.wrong(
                    "/phone_number_id",
                    found.isEmpty()
                            ? "the team has no active number"
                            : "the team has several active numbers (expected: one of them named)");
        });
    }

    private Mono<SendPolicy.Decision> decide(Asked asked, Target target) {
        var at = clock.instant().plus(settings.windowMargin());
        var content = asked.request().content();
        return SendStates.of(templates, target, content).map(state -> SendPolicy.decide(state, content, at));
    }

    private Mono<Accepted> refuse(Target target, SendPolicy.Decision.Refused refused) {
        return switch (refused) {
            case SendPolicy.Decision.Blocked blocked ->
                Mono.error(ProblemException.of(ErrorCode.CONVERSATION_BLOCKED, blocked.detail()));
            case SendPolicy.Decision.TemplateRefused template ->
                Mono.error(
                        ProblemException.field(ErrorCode.TEMPLATE_NOT_SENDABLE, template.pointer(), template.detail()));
            case SendPolicy.Decision.WindowClosed closed ->
                templates
                        .sendable(target.number().team(), target.number().account(), MAX_CHOICES)
                        .flatMap(choices -> Mono.error(ProblemException.of(
                                ErrorCode.WINDOW_CLOSED, closed.detail(), Map.of("templates", choices))));
        };
    }

    private Mono<Accepted> write(Asked asked, Target target, Composed composed) {
        return targets.begun(target)
                .map(begun -> newMessage(asked, begun, composed))
                .flatMap(message ->
                        store(asked, message).flatMap(stored -> stored ? announce(asked, message) : before(asked)));
    }

    private NewMessage newMessage(Asked asked, Target target, Composed composed) {
        var now = clock.instant();
        return new NewMessage(
                MessageId.next(),
                target,
                composed,
                null,
                asked.sender(),
                asked.request().reference(),
                now,
                now.plus(settings.grace()),
                now.plus(settings.validity()));
    }

    /** @return false if a concurrent request with the same key was first: then nothing was written */
    private Mono<Boolean> store(Asked asked, NewMessage message) {
        return database.transaction(statements -> messages.insert(statements, message)
                        .flatMap(inserted ->
                                inserted ? messages.remember(statements, asked.key(), message.id()) : Mono.just(false))
                        .filter(written -> written)
                        .switchIfEmpty(Mono.error(Overtaken::new)))
                .onErrorResume(Overtaken.class, overtaken -> isRepeat(asked));
    }

    /** Nothing was written: because of the key, or because another message has this reference. */
    private Mono<Boolean> isRepeat(Asked asked) {
        return database.single(statements -> messages.recall(statements, asked.key()))
                .map(remembered -> false)
                .switchIfEmpty(Mono.error(() -> ProblemException.field(
                        ErrorCode.CONFLICT, "/reference", "another message has this reference (expected: a new one)")));
    }

    private Mono<Accepted> announce(Asked asked, NewMessage message) {
        var row = message.row();
        // In this order: the sender's events come after ours.
        return events.publish(List.of(row.queued(asked.trace(), message.acceptedAt())))
                .then(Mono.defer(() -> outbox.append(List.of(row), asked.trace())))
                .onErrorResume(e -> later(message, e))
                .thenReturn(new Accepted(message.id(), row.conversation()));
    }

    /** The message is accepted all the same. The sweep need not wait out the grace; if this fails, too, it does. */
    private Mono<Void> later(NewMessage message, Throwable error) {
        LOG.warn("message {} is accepted but not announced yet: {}", message.id(), error.toString());
        return database.single(statements -> attempts.at(statements, List.of(message.id()), clock.instant()))
                .onErrorComplete()
                .then();
    }

    /** Leaves a transaction without writing. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("overtaken", null, false, false);
        }
    }
}
