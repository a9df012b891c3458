package com.eventfulhq.gateway.route;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.trace.TraceContext;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Every REST call, after its token was verified.
 *
 * <pre>not below /v1, or the handshake → somebody else's
 * nobody's path                    → 404
 * larger than allowed              → 413
 * sent on → streamed back; not reached: 503; no answer: 504</pre>
 */
@Order(1)
final class RouteFilter implements WebFilter {

    private static final String PREFIX = "/v1/";

    private final RouteTable routes;
    private final String exceptPath;
    private final RequestBody body;
    private final WebClient client;

    /** @param exceptPath the one path below {@code /v1} that is answered here */
    RouteFilter(RouteTable routes, String exceptPath, RequestBody body, WebClient client) {
        this.routes = routes;
        this.exceptPath = exceptPath;
        this.body = body;
        this.client = client;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var path = exchange.getRequest().getURI().getRawPath();
        if (!path.startsWith(PREFIX) || path.equals(exceptPath)) {
            return chain.filter(exchange);
        }
        return routes.find(path)
                .map(route -> pass(route, exchange))
                .orElseGet(() -> Mono.error(ProblemException.of(ErrorCode.NOT_FOUND, "there is nothing at this path")));
    }

    private Mono<Void> pass(Route route, ServerWebExchange exchange) {
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(observed -> observed.setPathPattern(route.pattern()));
        var request = exchange.getRequest();
        var call = body.announcedTooLarge(request.getHeaders())
                ? Mono.<Void>error(body.tooLarge())
                : send(route, request, exchange.getResponse());
        return call.onErrorMap(
                error -> !exchange.getResponse().isCommitted(),
                error -> closing(exchange, RouteFailure.of(route, error)));
    }

    private Mono<Void> send(Route route, ServerHttpRequest request, ServerHttpResponse response) {
        var outgoing = client.method(request.getMethod())
                .uri(route.target(request.getURI()))
                .headers(headers -> onward(request.getHeaders(), headers));
        if (RequestBody.present(request.getHeaders())) {
            outgoing.body(BodyInserters.fromDataBuffers(body.of(request)));
        }
        return outgoing.exchangeToMono(answer -> back(route, answer, response));
    }

    private static void onward(HttpHeaders from, HttpHeaders to) {
        EndToEnd.request(from, to);
        var trace = TraceContext.continued(from.getFirst(TraceContext.HEADER)).child();
        to.set(TraceContext.HEADER, trace.traceparent());
    }

    /** Each piece is flushed on its own: a service that answers bit by bit is heard bit by bit. */
    private static Mono<Void> back(Route route, ClientResponse answer, ServerHttpResponse response) {
        response.setStatusCode(answer.statusCode());
        EndToEnd.response(answer.headers().asHttpHeaders(), response.getHeaders(), route.base());
        return switch (answer.statusCode().value()) {
            case 204, 304 -> answer.releaseBody().then(response.setComplete());
            default ->
                response.writeAndFlushWith(
                        answer.body(BodyExtractors.toDataBuffers()).map(Mono::just));
        };
    }

    /** What is left of a body that was cut off must not be taken for the next request. */
    private static ProblemException closing(ServerWebExchange exchange, ProblemException problem) {
        if (RequestBody.present(exchange.getRequest().getHeaders())) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        return problem;
    }
}
