package com.eventfulhq.common.problem;

import com.eventfulhq.common.json.Json;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Turns every error that leaves a handler or a filter into a problem; before Spring Boot's own error page. */
@Order(-2)
public final class ProblemHandler implements WebExceptionHandler {

    /** Members of our own stand beside the standard ones (RFC 9457, section 3.2), not in an object of their own. */
    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        var response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        var problem = Problems.of(error);
        response.setStatusCode(problem.getStatusCode());
        response.getHeaders().putAll(problem.getHeaders());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        problem.getBody()
                .setInstance(java.net.URI.create(exchange.getRequest().getPath().value()));
        var body = response.bufferFactory().wrap(MAPPER.writeValueAsBytes(problem.getBody()));
        return response.writeWith(Mono.just(body));
    }
}
