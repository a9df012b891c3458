package com.eventfulhq.infra.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final Answers answers = new Answers();

    @Test
    void aMessageAcceptedTwiceIsOneMessage() {
        answers.accepted("a", 0, 1);
        answers.accepted("a", 0, 1);
        answers.accepted("b", 0, 2);

        assertThat(answers.messages()).isEqualTo(2);
        assertThat(answers.times()).isEqualTo(Map.of("a", 2, "b", 1));
    }

    @Test
    void whatIsSentAgainIsCountedByItsReason() {
        answers.broken("answered 503");
        answers.broken("connection broken");
        answers.broken("connection broken");

        assertThat(answers.attemptsBroken()).isEqualTo(3);
        assertThat(answers.reasons()).isEqualTo(Map.of("answered 503", 1, "connection broken", 2));
    }

    @Test
    void onlyWhatWasAnsweredInATimeCountsInIt() {
        answers.accepted("a", 1_000_000, 6_000_000);
        answers.accepted("b", 1_000_000, 9_000_000);
        answers.accepted("c", 1_000_000, 10_000_000);

        assertThat(answers.latencies(0, 7_000_000).getTotalCount()).isEqualTo(1);
        assertThat(answers.latencies(0, 7_000_000).getMaxValue()).isBetween(5_000L, 5_003L);
        assertThat(answers.longestGapNanos(0, Long.MAX_VALUE)).isEqualTo(3_000_000);
        assertThat(answers.longestGapNanos(9_500_000, Long.MAX_VALUE)).isEqualTo(1_000_000);
        assertThat(answers.longestGapNanos(11_000_000, Long.MAX_VALUE)).isZero();
    }
}
