package com.eventfulhq.common.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import reactor.test.StepVerifier;

class TokensTest {

    private static final TestTokens ISSUER = TestTokens.create();

    private final UserId ana = new UserId(UUID.randomUUID());
    private final TeamId team = new TeamId(UUID.randomUUID());
    private final Tokens tokens = tokens(SignatureAlgorithm.RS256);

    @Test
    void readsAPersonWithTeamAndScopes() {
        StepVerifier.create(tokens.verify(ISSUER.user(ana, team, Scopes.WHATSAPP_READ, Scopes.WHATSAPP_SEND)))
                .assertNext(caller -> {
                    assertThat(caller.userId()).isEqualTo(ana);
                    assertThat(caller.teamId()).isEqualTo(team);
                    assertThat(caller.may(Scopes.WHATSAPP_SEND)).isTrue();
                    assertThat(caller.may(Scopes.NOTIFICATIONS_READ)).isFalse();
                })
                .verifyComplete();
    }

    @Test
    void aServiceIsNobody() {
        StepVerifier.create(tokens.verify(ISSUER.service(team)))
                .assertNext(caller -> assertThat(caller.userId()).isNull())
                .verifyComplete();
    }

    @Test
    void refusesWhatIsNotOursOrNotForUsOrOver() {
        refused(TestTokens.create().user(ana, team));
        refused(ISSUER.userFor(Duration.ofMinutes(-5), ana, team));
        refused(ISSUER.signed(team, "", claims -> claims.issuer("https://elsewhere.example")));
        refused(ISSUER.signed(team, "", claims -> claims.audience("somebody-else")));
        refused(ISSUER.signed(team, "", claims -> claims.claim(Caller.TEAM_CLAIM, "no-uuid")));
        refused("abc");
        refused("");
    }

    @Test
    void refusesAnotherAlgorithmThanTheOneChosen() {
        refused(tokens(SignatureAlgorithm.PS256), ISSUER.user(ana, team));
    }

    private void refused(String token) {
        refused(tokens, token);
    }

    private static void refused(Tokens tokens, String token) {
        StepVerifier.create(tokens.verify(token))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                                .isEqualTo(ErrorCode.UNAUTHENTICATED)))
                .verify();
    }

    private static Tokens tokens(SignatureAlgorithm algorithm) {
        try {
            var settings = new TokenSettings(
                    algorithm, TestTokens.ISSUER, TestTokens.AUDIENCE, ISSUER.jwks(), Duration.ofSeconds(30));
            return new TokenConfiguration().tokens(settings, new DefaultResourceLoader());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
