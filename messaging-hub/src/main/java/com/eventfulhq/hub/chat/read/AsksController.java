package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /internal/chat/asks}: for gateway nodes, which show the services' own secret. */
final class AsksController {

    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 32;

    private final ChatReads reads;
    private final byte[] secret;
    private final int maxBody;

    /** @throws IllegalArgumentException if there is a secret and it can be guessed */
    AsksController(ChatReads reads, String secret, int maxBody) {
        if (!secret.isEmpty() && secret.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "eventful.internal.secret: shorter than " + SHORTEST + " characters (expected: as many, or none)");
        }
        this.reads = reads;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.maxBody = maxBody;
    }

    Mono<ServerResponse> asks(ServerRequest request) {
        if (!isOurs(request.headers().firstHeader(HttpHeaders.AUTHORIZATION))) {
            return Mono.error(refused());
        }
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), maxBody)
                .map(AsksController::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> reads.answers(AskReader.read(body)))
                .flatMap(AsksController::ok);
    }

    private boolean isOurs(@Nullable String authorization) {
        return secret.length > 0
                && authorization != null
                && authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        secret, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException refused() {
        var problem = ProblemException.of(ErrorCode.UNAUTHENTICATED, "only for services of this house");
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return problem;
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            var bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static Mono<ServerResponse> ok(List<Answer> answers) {
        var json = new StringBuilder("[");
        for (var answer : answers) {
            json.append(json.length() == 1 ? "" : ",").append(answer.json());
        }
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }
}
