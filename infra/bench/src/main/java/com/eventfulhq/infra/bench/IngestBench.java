package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.embedded.KafkaFlush;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code ./hub bench ingest}: the way in, from the signed callback to the row. */
public final class IngestBench {

    private static final int ROUNDS = 3;
    private static final Duration EACH = Duration.ofSeconds(8);

    private IngestBench() {}

    /** Arguments: the root of the source tree, packaged; then which parts to run (none: all of a, c; c14: of c the first and fourth). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var root = Path.of(arguments[0]);
        var logs = Files.createDirectories(root.resolve("infra/bench/target/logs"));
        var parts = arguments.length > 1 ? arguments[1] : "ac";
        if (parts.contains("a")) {
            var bench = new AcknowledgeBench(root, logs, ROUNDS, EACH);
            bench.run(KafkaFlush.PAGE_CACHE);
            bench.run(KafkaFlush.EVERY_APPEND);
        }
        if (parts.contains("c")) {
            new PipelineBench(root, logs, parts.replaceAll("\\D", "")).run();
        }
    }
}
