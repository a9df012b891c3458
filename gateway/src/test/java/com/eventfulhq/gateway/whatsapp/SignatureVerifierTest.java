package com.eventfulhq.gateway.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SignatureVerifierTest {

    private static final byte[] BODY = "{\"text\":\"caf\\u00e9 \\/\"}".getBytes(UTF_8);

    private final SignatureVerifier verifier = new SignatureVerifier(List.of("current", "previous"));

    @Test
    void acceptsEverySecretInUse() {
        assertThat(verifier.verifies(signed("current"), BODY)).isTrue();
        assertThat(verifier.verifies(signed("previous"), BODY)).isTrue();
        assertThat(verifier.verifies(signed("older"), BODY)).isFalse();
    }

    @Test
    void refusesOtherBytesThatMeanTheSame() {
        assertThat(verifier.verifies(signed("current"), "{\"text\":\"caf\u00e9 /\"}".getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void refusesEverySignatureThatIsNotOne() {
        var good = signed("current");

        assertThat(SignatureVerifier.wellFormed(null)).isFalse();
        assertThat(verifier.verifies("", BODY)).isFalse();
        assertThat(verifier.verifies("sha256=", BODY)).isFalse();
        assertThat(verifier.verifies(good.substring(0, good.length() - 2), BODY))
                .isFalse();
        assertThat(verifier.verifies(good + "00", BODY)).isFalse();
        assertThat(verifier.verifies(good.replace("sha256=", "sha512="), BODY)).isFalse();
        assertThat(verifier.verifies("sha1=" + good.substring(5), BODY)).isFalse();
        assertThat(verifier.verifies("sha256=" + "zz".repeat(32), BODY)).isFalse();
        assertThat(verifier.verifies("sha256=" + "\u0661".repeat(64), BODY)).isFalse();
        assertThat(verifier.verifies("sha256=" + "00".repeat(32), BODY)).isFalse();
    }

    @Test
    void acceptsHexadecimalInUpperCase() {
        var good = signed("current");
        var upper = "sha256=" + good.substring("sha256=".length()).toUpperCase(Locale.ROOT);

        assertThat(verifier.verifies(upper, BODY)).isTrue();
    }

    @Test
    void refusesEverythingWithoutASecret() {
        assertThat(new SignatureVerifier(List.of()).verifies(signed("current"), BODY))
                .isFalse();
    }

    private static String signed(String secret) {
        return new CallbackSigner(secret).sign(BODY);
    }
}
