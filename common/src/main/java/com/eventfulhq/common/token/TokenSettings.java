package com.eventfulhq.common.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * Which tokens are trusted.
 *
 * @param algorithm what they are signed with (RFC 7518, section 3.1); no other is accepted
 * @param issuer    the {@code iss} a token must have
 * @param audience  one of the {@code aud} a token must have
 * @param jwks      where the public keys are: an http(s) URL, or a Spring resource such as {@code file:…}
 * @param clockSkew how far the clocks of issuer and service may differ
 */
@ConfigurationProperties("eventful.token")
public record TokenSettings(
        @DefaultValue("RS256") SignatureAlgorithm algorithm,
        @DefaultValue("https://eventfulhq.com") String issuer,
        @DefaultValue("eventful-hub") String audience,
        String jwks,
        @DefaultValue("30s") Duration clockSkew) {}
