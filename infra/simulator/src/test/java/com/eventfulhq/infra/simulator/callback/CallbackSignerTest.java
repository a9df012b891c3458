package com.eventfulhq.infra.simulator.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallbackSignerTest {
    @Test
    void agreesWithTheSecondVectorOfRfc4231() {
        var signature = new CallbackSigner("Jefe").sign("what do ya want for nothing?".getBytes(UTF_8));

        assertThat(signature).isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void signsEachBodyIndependentlyOfTheOnesBefore() {
        var signer = new CallbackSigner("secret");
        var first = signer.sign("a".getBytes(UTF_8));
        signer.sign("b".getBytes(UTF_8));

        assertThat(signer.sign("a".getBytes(UTF_8))).isEqualTo(first);
    }
}
