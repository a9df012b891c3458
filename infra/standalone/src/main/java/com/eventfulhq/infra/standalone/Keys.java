package com.eventfulhq.infra.standalone;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** The signing key of this house, made once per data directory. Its public half is what the services trust. */
public final class Keys {

    private static final String ISSUER = "https://eventfulhq.com";
    private static final String AUDIENCE = "eventful-hub";

    private final RSAKey key;

    private Keys(RSAKey key) {
        this.key = key;
    }

    /** The key of the data directory; made if there is none of today's kind. */
    public static Keys of(Place place) throws IOException {
        try {
            Files.createDirectories(place.key().getParent());
            var key = Files.exists(place.key()) && JWK.parse(Files.readString(place.key())) instanceof RSAKey found
                    ? found
                    : make(place);
            return new Keys(key);
        } catch (JOSEException | ParseException e) {
            throw new IOException("signing key: unreadable at " + place.key(), e);
        }
    }

    /** The public half first: where there is a key, the services have what verifies it. */
    private static RSAKey make(Place place) throws IOException, JOSEException {
        var made = new RSAKeyGenerator(RSAKeyGenerator.MIN_KEY_SIZE_BITS)
                .keyID("standalone")
                .generate();
        Files.writeString(place.jwks(), new JWKSet(made.toPublicJWK()).toString());
        writePrivate(place.key(), made.toJSONString());
        return made;
    }

    /** Writes a file only its owner can read. */
    static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** A token of a person acting for a team, as the services read it. */
    public String token(World.User user, Duration lifetime) {
        return token(user.userId(), "demo-console", user.teamId(), lifetime);
    }

    /** A token of a team's own client. */
    public String token(World.Team team, Duration lifetime) {
        return token(team.clientId(), team.clientId(), team.teamId(), lifetime);
    }

    private String token(String subject, String client, String team, Duration lifetime) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("client_id", client)
                .claim("team_id", team)
                .claim("scope", "whatsapp:read whatsapp:send notifications:read notifications:write chat")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build();
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .type(JOSEObjectType.JWT)
                    .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("signing key: cannot sign", e);
        }
    }
}
