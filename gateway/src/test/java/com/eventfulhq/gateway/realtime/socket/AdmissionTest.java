package com.eventfulhq.gateway.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.gateway.realtime.socket.Admission.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Admission admission =
            new Admission(100, new SocketSettings.Handshakes(10, 4, Duration.ofSeconds(10)), now::get);

    @BeforeEach
    void open() {
        admission.open();
    }

    @Test
    void takesABurstAndThenAsManyAsItsRateAllows() {
        for (int i = 0; i < 4; i++) {
            assertThat(admission.enter()).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(admission.enter()).isEqualTo(Verdict.TOO_FAST);
        pass(Duration.ofMillis(100));
        assertThat(admission.enter()).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.enter()).isEqualTo(Verdict.TOO_FAST);
    }

    @Test
    void savesUpNoMoreThanABurst() {
        pass(Duration.ofHours(1));
        takesABurstAndThenAsManyAsItsRateAllows();
    }

    @Test
    void isFullUntilSomebodyLeaves() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(100));
            assertThat(admission.enter()).isEqualTo(Verdict.ADMITTED);
        }
        pass(Duration.ofMillis(100));
        assertThat(admission.enter()).isEqualTo(Verdict.FULL);
        admission.leave();
        pass(Duration.ofMillis(100));
        assertThat(admission.enter()).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.taken()).isEqualTo(100);
    }

    @Test
    void takesNobodyWhileClosed() {
        admission.close();
        assertThat(admission.enter()).isEqualTo(Verdict.STOPPING);
    }

    @Test
    void spreadsThoseWhoComeBack() {
        var seconds = new HashSet<Integer>();
        for (int i = 0; i < 1_000; i++) {
            seconds.add(admission.retryAfter());
        }
        assertThat(seconds).hasSize(10).allMatch(second -> second >= 1 && second <= 10);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
