package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TokenFilter;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.send.NewMessages.RequestKey;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Sends a message, and says how it is going. */
@Component
final class SendController {

    static final String PATH = "/v1/whatsapp/messages";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int MAX_KEY = 255;

    private final Acceptance acceptance;
    private final SentMessages sent;

    SendController(Acceptance acceptance, SentMessages sent) {
        this.acceptance = acceptance;
        this.sent = sent;
    }

    /** The body of a 202. */
    record Answer(
            @JsonProperty("message_id") String messageId,
            @JsonProperty("conversation_id") String conversationId,
            String status) {}

    Mono<ServerResponse> send(ServerRequest request) {
        var caller = TokenFilter.caller(request, Scopes.WHATSAPP_SEND);
        var team = team(caller);
        var key = key(request);
        return request.bodyToMono(byte[].class)
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ErrorCode.INVALID_REQUEST, "body: empty")))
                .map(SendRequestReader::parse)
                .map(body -> new Acceptance.Asked(
                        new RequestKey(team, key, SendRequestReader.sha256(body)),
                        caller.userId(),
                        SendRequestReader.check(body),
                        TraceContext.continued(request.headers().firstHeader(TraceContext.HEADER))))
                .flatMap(acceptance::accept)
                .flatMap(SendController::accepted);
    }

    private static Mono<ServerResponse> accepted(Acceptance.Accepted accepted) {
        var id = accepted.message().toString();
        return ServerResponse.accepted()
                .location(URI.create(PATH + "/" + id))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(new Answer(id, accepted.conversation().toString(), Outbound.QUEUED));
    }

    Mono<ServerResponse> read(ServerRequest request) {
        var team = team(TokenFilter.caller(request, Scopes.WHATSAPP_READ));
        return sent.find(team, id(request.pathVariable("id")))
                .switchIfEmpty(Mono.error(SendController::noSuchMessage))
                .flatMap(message -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(message));
    }

    private static MessageId id(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException e) {
            throw noSuchMessage();
        }
    }

    private static ProblemException noSuchMessage() {
        return ProblemException.of(ErrorCode.NOT_FOUND, "message: none of this team has this id");
    }

    private static TeamId team(Caller caller) {
        var team = caller.teamId();
        if (team == null) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: stands for no team");
        }
        return team;
    }

    private static String key(ServerRequest request) {
        var key = request.headers().firstHeader(IDEMPOTENCY_KEY);
        if (key == null || key.isBlank() || key.length() > MAX_KEY) {
            throw ProblemException.of(
                    ErrorCode.INVALID_REQUEST,
                    IDEMPOTENCY_KEY + ": missing or too long (expected: 1 to %d characters)".formatted(MAX_KEY));
        }
        return key;
    }
}
