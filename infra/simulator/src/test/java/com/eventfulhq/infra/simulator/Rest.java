package com.eventfulhq.infra.simulator;

import com.eventfulhq.infra.simulator.http.JsonHttp;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;

/** A small blocking client for both faces. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client;

    record Answer(int status, String contentType, JsonNode body) {}

    private Rest(HttpClient client) {
        this.client = client;
    }

    static Rest of(URI base) {
        return new Rest(HttpClient.newConnection().baseUrl(base.toString()));
    }

    Rest withToken(String token) {
        return new Rest(client.headers(headers -> headers.set("Authorization", "Bearer " + token)));
    }

    Answer get(String path) {
        return exchange(HttpMethod.GET, path, null);
    }

    Answer post(String path, String body) {
        return exchange(HttpMethod.POST, path, body);
    }

    Answer put(String path, String body) {
        return exchange(HttpMethod.PUT, path, body);
    }

    private Answer exchange(HttpMethod method, String path, @Nullable String body) {
        var answer = client.request(method)
                .uri(path)
                .send(body == null ? ByteBufFlux.fromString(Mono.empty()) : ByteBufFlux.fromString(Mono.just(body)))
                .responseSingle((response, bytes) -> bytes.asString()
                        .defaultIfEmpty("{}")
                        .map(text -> new Answer(
                                response.status().code(),
                                response.responseHeaders().get("Content-Type", ""),
                                JsonHttp.MAPPER.readTree(text))))
                .block(PATIENCE);
        if (answer == null) {
            throw new IllegalStateException(path + ": no answer");
        }
        return answer;
    }
}
