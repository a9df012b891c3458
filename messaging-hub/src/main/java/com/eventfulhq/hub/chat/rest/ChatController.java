package com.eventfulhq.hub.chat.rest;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.page.PageRequest;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TokenFilter;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.chat.read.ChatReads;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/chat/…}, scope {@code chat}, for a person. */
final class ChatController {

    static final String CONVERSATIONS = "/v1/chat/conversations";
    static final String SEARCH = "/v1/chat/search";

    private static final int USUAL_LIMIT = 50;

    private final ChatReads reads;
    private final Submissions submissions;
    private final RestSettings settings;

    ChatController(ChatReads reads, Submissions submissions, RestSettings settings) {
        this.reads = reads;
        this.submissions = submissions;
        this.settings = settings;
    }

    Mono<ServerResponse> conversations(ServerRequest request) {
        var page = PageRequest.of(request, settings.page(), settings.maxPage());
        return reads.conversations(caller(request), page).flatMap(body -> ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Json.bytes(body)));
    }

    Mono<ServerResponse> conversation(ServerRequest request) {
        return answer(new ChatAsk.Open(caller(request), id(request), null, null));
    }

    Mono<ServerResponse> messages(ServerRequest request) {
        return answer(new ChatAsk.History(
                caller(request),
                id(request),
                number(request, "before_message_no"),
                number(request, "after_message_no"),
                number(request, "around_message_no"),
                null,
                limit(request)));
    }

    Mono<ServerResponse> events(ServerRequest request) {
        @Nullable Long after = number(request, "after_ev");
        return answer(new ChatAsk.History(
                caller(request), id(request), null, null, null, after == null ? 0L : after, limit(request)));
    }

    Mono<ServerResponse> search(ServerRequest request) {
        return answer(new ChatAsk.Search(
                caller(request),
                request.queryParam("q").orElse(""),
                request.queryParam("conversation_id")
                        .map(text -> uuid("conversation_id", text))
                        .orElse(null),
                limit(request),
                request.queryParam("cursor").orElse(null)));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        var by = caller(request);
        return body(request)
                .map(body -> WriteRequest.create(by, key(request), body))
                .flatMap(frame -> {
                    var id = frame.path("conversation_id").asString("");
                    return submit(by, request, frame)
                            .flatMap(done -> created(CONVERSATIONS + "/" + id, done.put("conversation_id", id)));
                });
    }

    Mono<ServerResponse> send(ServerRequest request) {
        var by = caller(request);
        var id = id(request);
        var messages = CONVERSATIONS + "/" + id + "/messages?limit=1&around_message_no=";
        return body(request)
                .map(body -> WriteRequest.send(by, id, key(request), body))
                .flatMap(frame -> submit(by, request, frame))
                .flatMap(done -> created(messages + done.path("message_no").asLong(), done));
    }

    private Mono<ObjectNode> submit(UserId by, ServerRequest request, ObjectNode frame) {
        var trace = TraceContext.continued(request.headers().firstHeader(TraceContext.HEADER));
        return submissions.submit(by, frame, trace).map(CommandAnswer::of);
    }

    private Mono<ServerResponse> answer(ChatAsk ask) {
        return reads.answer(ask).flatMap(json -> ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json));
    }

    private static Mono<ServerResponse> created(String location, ObjectNode body) {
        return ServerResponse.created(URI.create(location))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.toString());
    }

    private static Mono<byte[]> body(ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ErrorCode.INVALID_REQUEST, "body: empty")));
    }

    /** A service's own token stands for nobody who could take part. */
    private static UserId caller(ServerRequest request) {
        var user = TokenFilter.caller(request, Scopes.CHAT).userId();
        if (user == null) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: stands for no person");
        }
        return user;
    }

    private static @Nullable String key(ServerRequest request) {
        return request.headers().firstHeader(WriteRequest.IDEMPOTENCY_KEY);
    }

    private static UUID id(ServerRequest request) {
        return uuid("conversation_id", request.pathVariable("id"));
    }

    private static UUID uuid(String name, String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw wrong(name, "not a UUID");
        }
        throw wrong(name, "not a UUID");
    }

    private static int limit(ServerRequest request) {
        @Nullable Long limit = number(request, "limit");
        return limit == null ? USUAL_LIMIT : (int) Math.min(limit, Integer.MAX_VALUE);
    }

    private static @Nullable Long number(ServerRequest request, String name) {
        var text = request.queryParam(name).orElse(null);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,16}")) {
            throw wrong(name, "not a number");
        }
        return Long.valueOf(text);
    }

    private static ProblemException wrong(String name, String detail) {
        return ProblemException.field(ErrorCode.INVALID_VALUE, "/" + name, detail);
    }
}
