package com.eventfulhq.common.token;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who is calling, as the verified token says (RFC 9068). A token is for one team: everything read or written belongs to it,
 * and what belongs to another team does not exist for this caller.
 *
 * @param subject   {@code sub}
 * @param clientId  {@code client_id}
 * @param teamId    {@code team_id}; null for a token without a team
 * @param userId    the subject, if the token stands for a person (then {@code sub} is not {@code client_id})
 * @param scopes    {@code scope}, split at spaces
 * @param expiresAt {@code exp}; null for a token without an end. For connections that outlive the request
 */
public record Caller(
        String subject,
        String clientId,
        @Nullable TeamId teamId,
        @Nullable UserId userId,
        Set<String> scopes,
        @Nullable Instant expiresAt) {

    static final String TEAM_CLAIM = "team_id";
    static final String CLIENT_CLAIM = "client_id";
    static final String SCOPE_CLAIM = "scope";

    /**
     * Reads a token that has been verified.
     *
     * @throws IllegalArgumentException if a claim is missing or has the wrong form
     */
    static Caller of(Jwt jwt) {
        var subject = required(jwt, "sub");
        var client = required(jwt, CLIENT_CLAIM);
        var team = jwt.getClaimAsString(TEAM_CLAIM);
        var scope = jwt.getClaimAsString(SCOPE_CLAIM);
        return new Caller(
                subject,
                client,
                team == null ? null : TeamId.parse(team),
                subject.equals(client) ? null : UserId.parse(subject),
                scope == null || scope.isBlank()
                        ? Set.of()
                        : Set.of(scope.trim().split(" +")),
                jwt.getExpiresAt());
    }

    private static String required(Jwt jwt, String claim) {
        var value = jwt.getClaimAsString(claim);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("token: no " + claim);
        }
        return value;
    }

    public boolean may(String scope) {
        return scopes.contains(scope);
    }
}
