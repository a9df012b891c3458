package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether a client waits as it was told. */
class PatienceTest {

    private final Patience patience = new Patience();

    private static long at(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    /** Refused at that second, told to wait so many; it was sent then. */
    private boolean ignored(double second, double wait, double sent) {
        return patience.tell(at(second), at(wait), at(sent));
    }

    @Test
    void theFirstTimeNothingWasToldYet() {
        assertThat(ignored(10, 5, 9)).isFalse();
    }

    @Test
    void whatWasOnItsWayBeforeTheHintArrivedIsNoOffence() {
        ignored(10, 5, 9);

        assertThat(ignored(10.5, 5, 9.9)).isFalse();
        assertThat(ignored(11.5, 5, 10.9)).isFalse();
    }

    @Test
    void goingOnInSpiteOfTheHintIs() {
        ignored(10, 5, 9);

        assertThat(ignored(11.2, 5, 11.1)).isTrue();
    }

    @Test
    void whoWaitedIsToldAnew() {
        ignored(10, 5, 9);

        assertThat(ignored(15.1, 5, 15)).isFalse();
        assertThat(ignored(15.9, 5, 15.8)).isFalse();
        assertThat(ignored(16.3, 5, 16.2)).isTrue();
    }

    @Test
    void shortHintsOneAfterTheOtherAreOne() {
        for (int i = 0; i < 20; i++) {
            double second = 10 + 0.05 * i;
            assertThat(ignored(second, 0.1, second)).isFalse();
        }
        assertThat(ignored(11.02, 0.1, 11.01)).isTrue();
    }
}
