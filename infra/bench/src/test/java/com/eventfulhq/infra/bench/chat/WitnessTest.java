package com.eventfulhq.infra.bench.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a witness")
class WitnessTest {

    private final Witness witness = new Witness(2);

    @Test
    @DisplayName("has nothing to say about events in their order")
    void inOrder() {
        assertThat(witness.sees(0, 0, 1, 11)).isTrue();
        assertThat(witness.sees(0, 1, 2, 12)).isTrue();

        assertThat(witness.holes() + witness.repeats() + witness.disagreements())
                .isZero();
    }

    @Test
    @DisplayName("notices an event that is missing")
    void hole() {
        assertThat(witness.sees(0, 1, 3, 13)).isTrue();

        assertThat(witness.holes()).isOne();
    }

    @Test
    @DisplayName("notices an event that came before, and has it ignored")
    void repeat() {
        assertThat(witness.sees(0, 5, 5, 15)).isFalse();

        assertThat(witness.repeats()).isOne();
    }

    @Test
    @DisplayName("notices when two receivers see different messages under one number")
    void disagreement() {
        witness.sees(1, 0, 1, 21);
        witness.sees(1, 0, 1, 22);

        assertThat(witness.disagreements()).isOne();
    }
}
