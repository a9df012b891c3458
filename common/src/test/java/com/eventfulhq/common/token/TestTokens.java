package com.eventfulhq.common.token;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of tokens for tests: one RS256 key, its public half in a file.
 *
 * <pre>var tokens = TestTokens.create();
 * start("--eventful.token.jwks=" + tokens.jwks());
 * var bearer = tokens.user(ana, team, Scopes.WHATSAPP_READ);</pre>
 */
public final class TestTokens {

    public static final String ISSUER = "https://eventfulhq.com";
    public static final String AUDIENCE = "eventful-hub";
    public static final String CLIENT = "test-client";

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final RSAKey key;
    private final Path jwks;

    private TestTokens(RSAKey key, Path jwks) {
        this.key = key;
        this.jwks = jwks;
    }

    /** A new issuer with a key of its own; its key file is removed when the JVM ends. */
    public static TestTokens create() {
        try {
            var key = new RSAKeyGenerator(RSAKeyGenerator.MIN_KEY_SIZE_BITS)
                    .keyID("test")
                    .generate();
            var file = Files.createTempFile("jwks", ".json");
            file.toFile().deleteOnExit();
            Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
            return new TestTokens(key, file);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of {@code eventful.token.jwks}. */
    public String jwks() {
        return jwks.toUri().toString();
    }

    /** A token of a person, acting for a team or for none. */
    public String user(UserId user, @Nullable TeamId team, String... scopes) {
        return signed(user.toString(), team, String.join(" ", scopes), claims -> {});
    }

    /** A token of a service, acting for a team or for none. */
    public String service(@Nullable TeamId team, String... scopes) {
        return signed(CLIENT, team, String.join(" ", scopes), claims -> {});
    }

    /** A token of a person that ends after a lifetime of the test's choice; negative: it has ended. */
    public String userFor(Duration lifetime, UserId user, @Nullable TeamId team, String... scopes) {
        return signed(
                user.toString(),
                team,
                String.join(" ", scopes),
                claims -> claims.expirationTime(Date.from(Instant.now().plus(lifetime))));
    }

    /** A token with whatever the test changes about its claims; starts as one of a service. */
    public String signed(@Nullable TeamId team, String scope, Consumer<JWTClaimsSet.Builder> change) {
        return signed(CLIENT, team, scope, change);
    }

    private String signed(String subject, @Nullable TeamId team, String scope, Consumer<JWTClaimsSet.Builder> change) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .claim(Caller.CLIENT_CLAIM, CLIENT)
                .claim(Caller.SCOPE_CLAIM, scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
        if (team != null) {
            claims.claim(Caller.TEAM_CLAIM, team.toString());
        }
        change.accept(claims);
        return sign(claims.build());
    }

    private String sign(JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .type(JOSEObjectType.JWT)
                    .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
