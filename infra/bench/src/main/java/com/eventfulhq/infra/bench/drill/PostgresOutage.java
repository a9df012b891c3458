package com.eventfulhq.infra.bench.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** PostgreSQL is stopped for half a minute: callbacks go on being accepted, and what waits on the log is stored afterwards. */
final class PostgresOutage implements Trouble {

    private static final double BEGINS_AT = 0.1;

    private final Duration length;
    private long startedAgain;

    PostgresOutage(Duration length) {
        this.length = length;
    }

    @Override
    public void during(Scene scene) throws IOException, InterruptedException, DrillFailed {
        scene.awaitAccepted(BEGINS_AT);
        var answers = scene.answers();
        int brokenBefore = answers.attemptsBroken();
        long stopping = System.nanoTime();
        scene.house().postgres().stop();
        long from = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        long to = System.nanoTime();
        scene.requireUnderWay("PostgreSQL started");
        long backlog = scene.log().backlog();
        int broken = answers.attemptsBroken() - brokenBefore;
        scene.house().postgres().start();
        startedAgain = System.nanoTime();
        tell(answers, stopping, from, to);
        Scene.say("when it was started again, %,d records waited on the log", backlog);
        scene.check(
                "refused or broken during the outage",
                broken == 0 ? List.of() : List.of(answers.reasons().toString()));
        scene.check(
                "outages without a callback accepted",
                answers.latencies(from, to).getTotalCount() > 0
                        ? List.of()
                        : List.of("none in " + length.toSeconds() + " s"));
    }

    private static void tell(Answers answers, long stopping, long from, long to) {
        Scene.say("accepted before the outage:      %s", percentiles(answers.latencies(0, stopping)));
        Scene.say("while PostgreSQL was stopping:   %s", percentiles(answers.latencies(stopping, from)));
        Scene.say("in the %.0f s it was away:         %s", (to - from) / 1e9, percentiles(answers.latencies(from, to)));
    }

    private static String percentiles(Histogram latencies) {
        return "%,6d, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms"
                .formatted(
                        latencies.getTotalCount(),
                        latencies.getValueAtPercentile(50) / 1e3,
                        latencies.getValueAtPercentile(99) / 1e3,
                        latencies.getValueAtPercentile(99.9) / 1e3,
                        latencies.getMaxValue() / 1e3);
    }

    @Override
    public void after(Scene scene) {
        Scene.say("backlog worked off %.1f s after PostgreSQL was back", (System.nanoTime() - startedAgain) / 1e9);
    }
}
