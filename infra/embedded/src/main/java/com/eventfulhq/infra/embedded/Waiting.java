package com.eventfulhq.infra.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something outside this JVM that can only be asked, not listened to. */
final class Waiting {

    private static final Duration STEP = Duration.ofMillis(20);

    private Waiting() {}

    /** Asks until the answer is yes; false when it was not within {@code limit}. */
    static boolean until(Duration limit, BooleanSupplier question) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(STEP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", interrupted);
        }
    }
}
