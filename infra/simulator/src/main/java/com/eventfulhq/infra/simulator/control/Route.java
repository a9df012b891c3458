package com.eventfulhq.infra.simulator.control;

import com.eventfulhq.infra.simulator.http.JsonHttp;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;

/** How a control route answers: the value as JSON, or a problem document. */
interface Route extends BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {
    Logger LOG = LoggerFactory.getLogger(Route.class);

    /** Makes a value from the request and its body. */
    interface Take<T> {
        Object apply(HttpServerRequest request, T body);
    }

    /** Makes a value from the request and its body, later. */
    interface Answer<T> {
        Mono<?> apply(HttpServerRequest request, T body);
    }

    static Route reading(Function<HttpServerRequest, Object> handler) {
        return (request, response) -> respond(response, Mono.fromSupplier(() -> handler.apply(request)));
    }

    static <T> Route taking(Class<T> type, Take<T> handler) {
        return answering(type, (request, body) -> Mono.fromSupplier(() -> handler.apply(request, body)));
    }

    static <T> Route answering(Class<T> type, Answer<T> handler) {
        return (request, response) -> respond(
                response,
                JsonHttp.read(request).map(bytes -> parsed(bytes, type)).flatMap(body -> handler.apply(request, body)
                        .map(Object.class::cast)));
    }

    private static <T> T parsed(byte[] bytes, Class<T> type) {
        var json = bytes.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : bytes;
        return JsonHttp.MAPPER.readValue(json, type);
    }

    private static Mono<Void> respond(HttpServerResponse response, Mono<?> value) {
        return value.map(Object.class::cast)
                .flatMap(body -> JsonHttp.answer(response, 200, body))
                .onErrorResume(error -> {
                    var problem = problem(error);
                    return JsonHttp.answer(response, problem.status(), "application/problem+json", problem);
                });
    }

    private static Problem problem(Throwable error) {
        return switch (error) {
            case JacksonException malformed -> Problem.badRequest(malformed.getOriginalMessage());
            case IllegalArgumentException refused -> Problem.unprocessable(String.valueOf(refused.getMessage()));
            default -> {
                LOG.warn("control call failed", error);
                yield Problem.internal(error.getClass().getSimpleName());
            }
        };
    }
}
