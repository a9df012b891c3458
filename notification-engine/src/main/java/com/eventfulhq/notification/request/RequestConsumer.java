package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.notification.deliver.Deliveries;
import com.eventfulhq.notification.ledger.Ledger;
import com.eventfulhq.notification.ledger.NewNotification;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.render.MissingVariable;
import com.eventfulhq.notification.render.Rendered;
import com.eventfulhq.notification.template.Directory;
import com.eventfulhq.notification.template.Recipient;
import com.eventfulhq.notification.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** One batch of requests: look up, decide, write once, hand over. A request that can never be fulfilled is a dead letter with its reason. */
@Configuration(proxyBeanMethods = false)
class RequestConsumer {

    private static final String GROUP = "engine.request";

    private final Directory directory;
    private final Ledger ledger;
    private final Deliveries deliveries;

    RequestConsumer(Directory directory, Ledger ledger, Deliveries deliveries) {
        this.directory = directory;
        this.ledger = ledger;
        this.deliveries = deliveries;
    }

    @Bean
    LogReader requestReader(LogReaders readers) {
        return readers.read(Topics.NOTIFICATION_REQUESTS, GROUP, this::take);
    }

    private record Request(LogRecord record, NotificationRequested asked) {}

    private Mono<Void> take(List<LogRecord> batch) {
        Map<Object, Request> once = new LinkedHashMap<>();
        for (var record : batch) {
            var asked = decode(record);
            once.putIfAbsent(RequestKey.id(asked.producer(), asked.idempotencyKey()), new Request(record, asked));
        }
        var requests = List.copyOf(once.values());
        return Mono.zip(
                        directory.templates(requests.stream()
                                .map(r -> r.asked().templateName())
                                .toList()),
                        directory.recipients(requests.stream()
                                .map(r -> r.asked().recipientUserId())
                                .toList()),
                        directory.numbers(teams(requests)))
                .flatMap(found -> {
                    var decided = decide(requests, found.getT1(), found.getT2(), found.getT3());
                    return ledger.store(decided).flatMap(queued -> deliveries.deliver(queued, decided, found.getT3()));
                });
    }

    private static List<TeamId> teams(List<Request> requests) {
        return requests.stream()
                .map(request -> request.asked().teamId())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static List<NewNotification> decide(
            List<Request> requests,
            Map<String, Template> templates,
            Map<UserId, Recipient> recipients,
            Map<TeamId, PhoneNumberId> numbers) {
        List<NewNotification> decided = new ArrayList<>();
        for (var request : requests) {
            var asked = request.asked();
            var template = found(request, templates.get(asked.templateName()), "template " + asked.templateName());
            var recipient =
                    found(request, recipients.get(asked.recipientUserId()), "recipient " + asked.recipientUserId());
            var team = asked.teamId();
            decided.add(new NewNotification(
                    RequestKey.id(asked.producer(), asked.idempotencyKey()),
                    asked,
                    template,
                    Plan.of(asked, template, recipient, team == null ? null : numbers.get(team)),
                    rendered(request, template),
                    request.record().trace()));
        }
        return decided;
    }

    private static <T> T found(Request request, @Nullable T found, String what) {
        if (found == null) {
            throw new RecordRejected(
                    request.record(), what + ": unknown or not active", new IllegalArgumentException(what));
        }
        return found;
    }

    private static Rendered rendered(Request request, Template template) {
        try {
            return Rendered.of(template, request.asked().variables());
        } catch (MissingVariable e) {
            throw new RecordRejected(request.record(), String.valueOf(e.getMessage()), e);
        }
    }

    private static NotificationRequested decode(LogRecord record) {
        try {
            return Json.read(record.data(), NotificationRequested.class);
        } catch (JacksonException e) {
            throw new RecordRejected(record, "notification request: " + e.getMessage(), e);
        }
    }
}
