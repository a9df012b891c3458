package com.eventfulhq.common.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;

/**
 * Wires token verification for a service that imports it. One algorithm is accepted: it is ours to choose, not the token's. RS256
 * unless set otherwise: everybody who connects is verified, on an event loop, and an RSA signature takes a twelfth of the time an
 * elliptic one does.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenSettings.class)
public class TokenConfiguration {

    @Bean
    Tokens tokens(TokenSettings settings, ResourceLoader resources) throws IOException, ParseException, JOSEException {
        return new Tokens(decoder(settings, resources));
    }

    private static ReactiveJwtDecoder decoder(TokenSettings settings, ResourceLoader resources)
            throws IOException, ParseException {
        var decoder = settings.jwks().startsWith("http")
                ? NimbusReactiveJwtDecoder.withJwkSetUri(settings.jwks())
                        .jwsAlgorithm(settings.algorithm())
                        .build()
                : withKeys(JWKSet.load(resources.getResource(settings.jwks()).getInputStream()), settings.algorithm());
        decoder.setJwtValidator(validator(settings));
        return decoder;
    }

    private static NimbusReactiveJwtDecoder withKeys(JWKSet keys, SignatureAlgorithm algorithm) {
        return NimbusReactiveJwtDecoder.withJwkSource(jwt -> {
                    var matcher = com.nimbusds.jose.jwk.JWKMatcher.forJWSHeader(jwt.getHeader());
                    return matcher == null ? Flux.empty() : Flux.fromIterable(new JWKSelector(matcher).select(keys));
                })
                .jwsAlgorithm(algorithm)
                .build();
    }

    private static OAuth2TokenValidator<Jwt> validator(TokenSettings settings) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(settings.clockSkew()),
                new JwtIssuerValidator(settings.issuer()),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, audiences -> audiences != null && audiences.contains(settings.audience())));
    }
}
