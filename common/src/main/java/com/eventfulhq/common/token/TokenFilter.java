package com.eventfulhq.common.token;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Nothing under {@code /v1} is reached without a valid token; who it stands for is found on the exchange. Everything else
 * (health, metrics, documentation, callbacks with their own signature) is not this filter's business.
 */
@Order(0)
public final class TokenFilter implements WebFilter {

    private static final String PROTECTED = "/v1/";

    private final Tokens tokens;
    private final String exceptPath;

    /**
     * @param exceptPath one path below {@code /v1} that authenticates by itself (the WebSocket handshake); empty for none
     */
    public TokenFilter(Tokens tokens, String exceptPath) {
        this.tokens = tokens;
        this.exceptPath = exceptPath;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var path = exchange.getRequest().getPath().value();
        if (!path.startsWith(PROTECTED) || path.equals(exceptPath)) {
            return chain.filter(exchange);
        }
        return tokens.verifyHeader(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
                .doOnNext(caller -> exchange.getAttributes().put(Caller.class.getName(), caller))
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    /**
     * The caller of this request.
     *
     * @throws ProblemException {@link ErrorCode#INSUFFICIENT_SCOPE} if the token lacks the scope
     */
    public static Caller caller(ServerRequest request, String scope) {
        var caller = (Caller) request.attribute(Caller.class.getName())
                .orElseThrow(() -> ProblemException.of(ErrorCode.UNAUTHENTICATED, "no bearer token"));
        if (!caller.may(scope)) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: lacks scope " + scope);
        }
        return caller;
    }
}
