package com.eventfulhq.infra.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {

    @ParameterizedTest(name = "{5}: {0}")
    @CsvSource({
        "open,   2000, 2000, 0,   false, the window ends later",
        "open,   900,  900,  0,   true,  the window had ended",
        "open,   900,  2000, 0,   false, a message came while the question was on its way",
        "open,   1050, 1050, 0,   false, the window ended between question and answer",
        "closed, 1050, 1050, 0,   false, the window ended between question and answer",
        "closed, 900,  900,  0,   false, the window had ended",
        "closed, 2000, 2000, 0,   true,  the window ends later",
        "closed, 0,    0,    0,   false, the window never opened",
        "open,   0,    0,    0,   true,  the window never opened",
        "closed, 1150, 1150, 100, false, the margin begins between question and answer",
        "closed, 1300, 1300, 100, true,  the window ends after the margin",
        "open,   1090, 1090, 100, true,  the margin had begun"
    })
    void isWrongIfNoMomentMakesItRight(
            String said, long endBefore, long endAfter, long margin, boolean wrong, String because) {
        var decision = new Decision("c", "a question", said.equals("open"), 1000, 1100, margin);

        assertThat(decision.wrong(Map.of("c", endBefore), Map.of("c", endAfter)))
                .as(because)
                .isEqualTo(wrong);
    }
}
