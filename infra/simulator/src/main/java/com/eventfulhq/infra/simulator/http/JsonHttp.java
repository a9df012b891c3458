package com.eventfulhq.infra.simulator.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** JSON in and out of the HTTP faces. */
public final class JsonHttp {
    /** Snake case on the wire; unknown properties are refused, so that a misspelt one is noticed. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final int MOST_BYTES = 1 << 20;

    private JsonHttp() {}

    /** The whole body; an {@link IllegalArgumentException} when it is larger than 1 MiB. */
    public static Mono<byte[]> read(HttpServerRequest request) {
        return request.receive()
                .asByteArray()
                .reduceWith(ByteArrayOutputStream::new, JsonHttp::append)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream body, byte[] part) {
        if (body.size() + part.length > MOST_BYTES) {
            throw new IllegalArgumentException("body: over " + MOST_BYTES + " bytes (expected: at most that)");
        }
        body.writeBytes(part);
        return body;
    }

    public static Mono<Void> answer(HttpServerResponse response, int status, Object body) {
        return answer(response, status, "application/json", body);
    }

    public static Mono<Void> answer(HttpServerResponse response, int status, String contentType, Object body) {
        var bytes = MAPPER.writeValueAsBytes(body);
        return response.status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)))
                .then();
    }

    /** A variable of the path, decoded; empty when the route has none of that name. */
    public static String path(HttpServerRequest request, String name) {
        CharSequence value = request.param(name);
        return value == null ? "" : QueryStringDecoder.decodeComponent(value.toString());
    }

    public static Optional<String> query(HttpServerRequest request, String name) {
        var values = new QueryStringDecoder(request.uri()).parameters().getOrDefault(name, List.of());
        return values.stream().findFirst();
    }
}
