package com.eventfulhq.common.token;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** Verifies bearer tokens. */
public final class Tokens {

    private static final String SCHEME = "Bearer ";
    private static final int MAX_LENGTH = 8_192;

    private final ReactiveJwtDecoder decoder;

    Tokens(ReactiveJwtDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Who this token stands for.
     *
     * @return fails with {@link ErrorCode#UNAUTHENTICATED} if the token is not one of ours, expired, or for somebody else
     */
    public Mono<Caller> verify(String token) {
        if (token.isBlank() || token.length() > MAX_LENGTH) {
            return Mono.error(refused("token: not a JWT"));
        }
        return decoder.decode(token)
                .map(Caller::of)
                .onErrorMap(JwtException.class, e -> refused("token: not valid"))
                .onErrorMap(IllegalArgumentException.class, e -> refused("token: a claim is missing or malformed"));
    }

    /** The same for the value of an {@code Authorization} header (RFC 6750, section 2.1). */
    public Mono<Caller> verifyHeader(@org.jspecify.annotations.Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Mono.error(refused("no bearer token"));
        }
        return verify(authorization.substring(SCHEME.length()).trim());
    }

    private static ProblemException refused(String detail) {
        var problem = ProblemException.of(ErrorCode.UNAUTHENTICATED, detail);
        problem.getHeaders().set("WWW-Authenticate", "Bearer");
        return problem;
    }
}
