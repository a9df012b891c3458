package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.log.BatchHandler;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.deliver.Deliveries;
import com.eventfulhq.notification.ledger.Claims;
import com.eventfulhq.notification.ledger.Claims.Claimed;
import com.eventfulhq.notification.ledger.Ledger;
import com.eventfulhq.notification.ledger.NewNotification;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.render.MissingVariable;
import com.eventfulhq.notification.render.Rendered;
import com.eventfulhq.notification.request.RequestMeters.Taken;
import com.eventfulhq.notification.template.Directory;
import com.eventfulhq.notification.template.Recipient;
import com.eventfulhq.notification.template.Template;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * One batch of requests: look up, decide, claim, write once, hand over. What is written down already is not decided again, only
 * handed over if it has not left: the process may have died in between. A request that can never be fulfilled is a dead letter
 * with its reason.
 */
@Component
final class Intake implements BatchHandler {

    private final Claims claims;
    private final Directory directory;
    private final Ledger ledger;
    private final Deliveries deliveries;
    private final RequestCheck check;
    private final RequestMeters meters;
    private final Clock clock;

    Intake(
            Claims claims,
            Directory directory,
            Ledger ledger,
            Deliveries deliveries,
            RequestSettings settings,
            RequestMeters meters,
            Clock clock) {
        this.claims = claims;
        this.directory = directory;
        this.ledger = ledger;
        this.deliveries = deliveries;
        this.check = new RequestCheck(settings);
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Mono<Void> handle(List<LogRecord> batch) {
        var all =
                batch.stream().map(record -> Incoming.of(record, check, meters)).toList();
        Map<NotificationId, Incoming> once = new LinkedHashMap<>();
        all.forEach(incoming -> once.putIfAbsent(incoming.id(), incoming));
        return claims.find(once.keySet())
                .flatMap(before -> {
                    refuseReused(all, before);
                    return plan(once.values().stream()
                            .filter(incoming -> !isStored(before.get(incoming.id())))
                            .toList());
                })
                .flatMap(decided -> claim(all, once.values()).thenReturn(decided))
                .flatMap(decided -> ledger.store(decided).doOnSuccess(stored -> count(all.size(), decided)))
                .then(Mono.defer(() -> ledger.departures(once.keySet())))
                .flatMap(departures -> deliveries.deliver(departures, traces(once.values())));
    }

    private static boolean isStored(@Nullable Claimed claimed) {
        return claimed != null && claimed.stored();
    }

    /** After planning: what can never be fulfilled leaves its key free for the asker to correct it. */
    private Mono<Void> claim(List<Incoming> all, Collection<Incoming> once) {
        return claims.claim(once.stream().map(Incoming::claim).toList())
                .doOnNext(claimed -> refuseReused(all, claimed))
                .then();
    }

    /** Every record, not only the first of its id: which one counts was decided by who claimed it. */
    private void refuseReused(List<Incoming> all, Map<NotificationId, Claimed> claimed) {
        for (var incoming : all) {
            var meaning = claimed.get(incoming.id());
            if (meaning != null && !meaning.means(incoming.claim())) {
                meters.took(Taken.KEY_REUSED);
                throw incoming.rejected("idempotency key: came with another request before, as notification "
                        + incoming.id() + " (expected: a key of its own)");
            }
        }
    }

    private static Map<NotificationId, TraceContext> traces(Collection<Incoming> requests) {
        Map<NotificationId, TraceContext> traces = new LinkedHashMap<>();
        requests.forEach(incoming -> traces.put(incoming.id(), incoming.record().trace()));
        return traces;
    }

    private void count(int records, List<NewNotification> decided) {
        decided.forEach(notification ->
                meters.took(notification.plan().suppressed() == null ? Taken.PLANNED : Taken.SUPPRESSED));
        for (int i = decided.size(); i < records; i++) {
            meters.took(Taken.REPEATED);
        }
    }

    private Mono<List<NewNotification>> plan(List<Incoming> fresh) {
        if (fresh.isEmpty()) {
            return Mono.just(List.of());
        }
        var asked = fresh.stream().map(Incoming::asked).toList();
        return Mono.zip(
                        directory.templates(asked.stream()
                                .map(NotificationRequested::templateName)
                                .toList()),
                        directory.recipients(asked.stream()
                                .map(NotificationRequested::recipientUserId)
                                .toList()),
                        directory.numbers(teams(asked)))
                .map(found -> {
                    var known = new Known(found.getT1(), found.getT2(), found.getT3());
                    return fresh.stream()
                            .map(incoming -> decide(incoming, known))
                            .toList();
                });
    }

    private static List<TeamId> teams(List<NotificationRequested> asked) {
        return asked.stream()
                .map(NotificationRequested::teamId)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** What was looked up for a batch. */
    private record Known(
            Map<String, Template> templates, Map<UserId, Recipient> recipients, Map<TeamId, PhoneNumberId> numbers) {}

    private NewNotification decide(Incoming incoming, Known known) {
        var asked = incoming.asked();
        var template = found(incoming, known.templates().get(asked.templateName()), Taken.UNKNOWN_TEMPLATE);
        var recipient = found(incoming, known.recipients().get(asked.recipientUserId()), Taken.UNKNOWN_RECIPIENT);
        var team = asked.teamId();
        @Nullable PhoneNumberId number = team == null ? null : known.numbers().get(team);
        return new NewNotification(
                incoming.id(),
                asked,
                template,
                Plan.of(asked, template, recipient, number, clock.instant()),
                rendered(incoming, template),
                incoming.record().appendedAt());
    }

    private <T> T found(Incoming incoming, @Nullable T found, Taken otherwise) {
        if (found == null) {
            meters.took(otherwise);
            var asked = incoming.asked();
            throw incoming.rejected(
                    otherwise == Taken.UNKNOWN_TEMPLATE
                            ? "template " + asked.templateName() + ": unknown or not active"
                            : "recipient " + asked.recipientUserId() + ": unknown or not active");
        }
        return found;
    }

    private Rendered rendered(Incoming incoming, Template template) {
        try {
            return Rendered.of(template, incoming.asked().variables());
        } catch (MissingVariable e) {
            meters.took(Taken.MISSING_VARIABLE);
            throw incoming.rejected(String.valueOf(e.getMessage()));
        }
    }
}
