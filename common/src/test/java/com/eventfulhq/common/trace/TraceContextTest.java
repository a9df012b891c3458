package com.eventfulhq.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void keepsTheTraceOfTheCaller() {
        var context = TraceContext.continued("00-" + TRACE_ID + "-b7ad6b7169203331-01");

        assertThat(context.child().traceId()).isEqualTo(TRACE_ID);
    }

    @Test
    void givesEveryStageASpanOfItsOwn() {
        var context = TraceContext.start();

        assertThat(context.child().spanId()).isNotEqualTo(context.spanId());
    }

    @Test
    void carriesTheSamplingDecisionOn() {
        var context = TraceContext.continued("00-" + TRACE_ID + "-b7ad6b7169203331-01");

        assertThat(context.traceparent()).endsWith("-01");
    }

    @Test
    void readsWhatALaterVersionSaysMoreThanThis() {
        var context = TraceContext.continued("cc-" + TRACE_ID + "-b7ad6b7169203331-01-what-the-future-will-be-like");

        assertThat(context).isEqualTo(new TraceContext(TRACE_ID, "b7ad6b7169203331", true));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
            })
    void startsAnewWhenTheCallersCannotBeRead(String traceparent) {
        assertThat(TraceContext.continued(traceparent).traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }
}
