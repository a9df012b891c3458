package com.eventfulhq.notification.request;

import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.page.PageRequest;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/notifications}: ask for one, look at one, read one's own. */
@Configuration(proxyBeanMethods = false)
class NotificationController {

    private static final String ROOT = "/v1/notifications";

    /** {@link UUID#fromString} reads shorter spellings, too. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Requests requests;
    private final Notifications notifications;
    private final RequestSettings settings;
    private final RequestMeters meters;
    private final Clock clock;

    NotificationController(
            Requests requests,
            Notifications notifications,
            RequestSettings settings,
            RequestMeters meters,
            Clock clock) {
        this.requests = requests;
        this.notifications = notifications;
        this.settings = settings;
        this.meters = meters;
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
        return Mono.defer(() -> accept(request))
                .doOnNext(meters::answered)
                .doOnError(meters::refused)
                .flatMap(accepted -> ServerResponse.accepted()
                        .location(URI.create(ROOT + "/" + accepted.id()))
                        .bodyValue(Map.of("notification_id", accepted.id().value(), "status", "queued")));
    }

    private Mono<Requests.Accepted> accept(ServerRequest request) {
        var caller = TokenFilter.caller(request, Scopes.NOTIFICATIONS_WRITE);
        if (caller.teamId() == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "token: is for no team");
        }
        var key = key(request);
        var trace = TraceContext.continued(request.headers().firstHeader(TraceContext.HEADER));
        return request.bodyToMono(byte[].class)
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ErrorCode.INVALID_REQUEST, "body: missing")))
                .map(RequestReader::parse)
                .flatMap(body -> requests.accept(caller, key, body, trace));
    }

    private static String key(ServerRequest request) {
        var key = request.headers().firstHeader("Idempotency-Key");
        if (key == null || key.isBlank() || key.length() > RequestCheck.MAX_KEY) {
            throw ProblemException.of(
                    ErrorCode.INVALID_REQUEST,
                    "Idempotency-Key: missing or too long (expected: 1 to %d characters)"
                            .formatted(RequestCheck.MAX_KEY));
        }
        return key;
    }

    private Mono<ServerResponse> feed(ServerRequest request) {
        var user = TokenFilter.caller(request, Scopes.NOTIFICATIONS_READ).userId();
        if (user == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "token: stands for no person");
        }
        var page =
                PageRequest.of(request, settings.feed().page(), settings.feed().maxPage());
        return notifications.feed(user, page).flatMap(items -> ServerResponse.ok()
                .bodyValue(items));
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

    /** The person it is for; who asked for it: that person, or any service of that team. Never a colleague. */
    private static boolean mayRead(Caller caller, NotificationView found) {
        var user = caller.userId();
        var team = caller.teamId();
        if (user != null && user.value().equals(found.recipientUserId())) {
            return true;
        }
        if (team == null) {
            return false;
        }
        return user == null
                ? team.value().equals(found.teamId())
                : RequestKey.producer(team, caller).equals(found.producer());
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
        var text = request.pathVariable("id");
        if (!ID.matcher(text).matches()) {
            throw ProblemException.field(ErrorCode.INVALID_VALUE, "/notification_id", "not a UUID");
        }
        return new NotificationId(UUID.fromString(text));
    }
}
