package com.eventfulhq.hub.whatsapp.inbox;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.page.PageRequest;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TokenFilter;
import com.eventfulhq.hub.whatsapp.inbox.Views.WindowView;
import com.eventfulhq.hub.whatsapp.window.Windows;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /v1/whatsapp/conversations…}, scope {@code whatsapp:read}. */
@Configuration(proxyBeanMethods = false)
class InboxController {

    private static final String ROOT = "/v1/whatsapp/conversations";

    private final Inbox inbox;
    private final Windows windows;
    private final InboxSettings settings;
    private final Clock clock;

    InboxController(Inbox inbox, Windows windows, InboxSettings settings, Clock clock) {
        this.inbox = inbox;
        this.windows = windows;
        this.settings = settings;
        this.clock = clock;
    }

    @Bean
    RouterFunction<ServerResponse> inboxRoutes() {
        return RouterFunctions.route()
                .GET(ROOT, this::conversations)
                .GET(ROOT + "/{id}", this::conversation)
                .GET(ROOT + "/{id}/messages", this::messages)
                .GET(ROOT + "/{id}/window", this::window)
                .build();
    }

    private Mono<ServerResponse> conversations(ServerRequest request) {
        return inbox.conversations(team(request), page(request)).flatMap(InboxController::ok);
    }

    private Mono<ServerResponse> conversation(ServerRequest request) {
        return inbox.conversation(team(request), id(request)).flatMap(InboxController::ok);
    }

    private Mono<ServerResponse> messages(ServerRequest request) {
        return inbox.messages(team(request), id(request), page(request)).flatMap(InboxController::ok);
    }

    private Mono<ServerResponse> window(ServerRequest request) {
        var id = id(request);
        return inbox.conversation(team(request), id)
                .then(Mono.defer(() -> windows.end(id)))
                .map(end -> new WindowView(end.isAfter(clock.instant()), end))
                .defaultIfEmpty(new WindowView(false, null))
                .flatMap(InboxController::ok);
    }

    private static Mono<ServerResponse> ok(Object body) {
        return ServerResponse.ok().bodyValue(body);
    }

    private static TeamId team(ServerRequest request) {
        var team = TokenFilter.caller(request, Scopes.WHATSAPP_READ).teamId();
        if (team == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "token: is for no team");
        }
        return team;
    }

    private static ConversationId id(ServerRequest request) {
        try {
            return ConversationId.parse(request.pathVariable("id"));
        } catch (IllegalArgumentException e) {
            throw ProblemException.field(ErrorCode.INVALID_VALUE, "/conversation_id", "not a UUID");
        }
    }

    private PageRequest page(ServerRequest request) {
        return PageRequest.of(request, settings.page(), settings.maxPage());
    }
}
