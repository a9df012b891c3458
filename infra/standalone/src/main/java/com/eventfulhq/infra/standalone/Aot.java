package com.eventfulhq.infra.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a JVM of the house does about its AOT cache (JEP 514), which halves the time to its first answer and more. */
enum Aot {
    /** Starts from the cache if there is one; without it, as usual. */
    USE {
        @Override
        List<String> flags(Path cache) {
            // A cache that does not fit (another JDK, a rebuilt jar) is passed over; nobody needs to read about it in a
            // log.
            return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off") : List.of();
        }
    },

    /** Writes the cache when it ends, from what it did while it ran. */
    TRAIN {
        @Override
        List<String> flags(Path cache) {
            return List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=off,cds*=off");
        }
    };

    abstract List<String> flags(Path cache);

    /** How long a JVM may take to end: writing a cache takes its time. */
    Duration patience() {
        return this == TRAIN ? Duration.ofMinutes(2) : Duration.ofSeconds(15);
    }
}
