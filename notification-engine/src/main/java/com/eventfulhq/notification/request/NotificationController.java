package com.eventfulhq.notification.request;

import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TokenFilter;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.ledger.Notifications;
import com.eventfulhq.notification.ledger.Notifications.NotificationView;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** {@code /v1/notifications}: ask for one, look at one, read one's own. */
@Configuration(proxyBeanMethods = false)
class NotificationController {

    private static final String ROOT = "/v1/notifications";
    private static final int MAX_KEY = 255;
    private static final int FEED_LIMIT = 50;
    private static final Instant NEWEST = Instant.parse("9999-01-01T00:00:00Z");

    /** A field nobody knows is more likely a typing error than a wish. */
    private static final ObjectReader BODY =
            Json.MAPPER.readerFor(NotificationBody.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Requests requests;
    private final Notifications notifications;
    private final Clock clock;

    NotificationController(Requests requests, Notifications notifications, Clock clock) {
        this.requests = requests;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** A notification with its deliveries and its story. */
    record Whole(
            @JsonUnwrapped NotificationView notification,
            List<Notifications.DeliveryView> deliveries,
            @JsonProperty("timeline") List<Notifications.EntryView> timeline) {}

    @Bean
    RouterFunction<ServerResponse> notificationRoutes() {
        return RouterFunctions.route()
                .POST(ROOT, this::request)
                .GET(ROOT, this::feed)
                .GET(ROOT + "/{id}", this::one)
                .POST(ROOT + "/{id}/read", this::read)
                .build();
    }

    private Mono<ServerResponse> request(ServerRequest request) {
        var caller = TokenFilter.caller(request, Scopes.NOTIFICATIONS_WRITE);
        if (caller.teamId() == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "token: is for no team");
        }
        var key = key(request);
        var trace = TraceContext.continued(request.headers().firstHeader(TraceContext.HEADER));
        return request.bodyToMono(byte[].class)
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ErrorCode.INVALID_REQUEST, "body: missing")))
                .map(NotificationController::body)
                .flatMap(body -> requests.accept(caller, key, body, trace))
                .flatMap(id -> ServerResponse.accepted()
                        .location(URI.create(ROOT + "/" + id))
                        .bodyValue(Map.of("notification_id", id.value(), "status", "queued")));
    }

    private static NotificationBody body(byte[] json) {
        try {
            return BODY.readValue(json);
        } catch (tools.jackson.core.JacksonException e) {
            throw new org.springframework.core.codec.DecodingException("body", e);
        }
    }

    private static String key(ServerRequest request) {
        var key = request.headers().firstHeader("Idempotency-Key");
        if (key == null || key.isBlank() || key.length() > MAX_KEY) {
            throw ProblemException.of(
                    ErrorCode.INVALID_REQUEST, "Idempotency-Key: missing or too long (expected: 1 to 255 characters)");
        }
        return key;
    }

    private Mono<ServerResponse> feed(ServerRequest request) {
        var caller = TokenFilter.caller(request, Scopes.NOTIFICATIONS_READ);
        var user = caller.userId();
        if (user == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "token: stands for no person");
        }
        var before = request.queryParam("before").map(NotificationController::uuid);
        var place = before.map(id -> notifications.find(new NotificationId(id)).map(NotificationView::createdAt))
                .orElse(Mono.just(NEWEST))
                .defaultIfEmpty(NEWEST);
        return place.flatMap(at -> notifications.feed(user, at, before.orElse(new UUID(-1, -1)), FEED_LIMIT))
                .flatMap(items -> ServerResponse.ok().bodyValue(Map.of("items", items)));
    }

    private Mono<ServerResponse> one(ServerRequest request) {
        var caller = TokenFilter.caller(request, Scopes.NOTIFICATIONS_READ);
        var id = id(request);
        return notifications
                .find(id)
                .filter(found -> mayRead(caller, found))
                .switchIfEmpty(Mono.error(() -> none(id)))
                .flatMap(found -> Mono.zip(notifications.deliveries(id), notifications.story(id))
                        .map(parts -> new Whole(found, parts.getT1(), parts.getT2())))
                .flatMap(whole -> ServerResponse.ok().bodyValue(whole));
    }

    /** The team that asked, or the person it is for. */
    private static boolean mayRead(Caller caller, NotificationView found) {
        var user = caller.userId();
        boolean own = user != null && user.value().equals(found.recipientUserId());
        return own || found.producer().startsWith(caller.teamId() + "/");
    }

    private Mono<ServerResponse> read(ServerRequest request) {
        var caller = TokenFilter.caller(request, Scopes.NOTIFICATIONS_READ);
        var id = id(request);
        var user = caller.userId();
        if (user == null) {
            throw none(id);
        }
        return notifications
                .markRead(id, user, clock.instant())
                .flatMap(done -> done ? ServerResponse.noContent().build() : Mono.error(none(id)));
    }

    private static ProblemException none(NotificationId id) {
        return ProblemException.of(ErrorCode.NOT_FOUND, "notification " + id + ": none of yours");
    }

    private static NotificationId id(ServerRequest request) {
        return new NotificationId(uuid(request.pathVariable("id")));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.field(ErrorCode.INVALID_VALUE, "/notification_id", "not a UUID");
        }
    }
}
