package com.eventfulhq.infra.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final String SECRET = "drill-secret";
    private static final Size SIZE = new Size(4_000, 100, 1_000);

    private final List<List<Callback>> lanes =
            new Crowd(BusinessNumber.EXAMPLE, SECRET).lanes(SIZE, Instant.parse("2026-05-12T09:00:00Z"));

    @Test
    void everyMessageIsComposedOnce() {
        assertThat(all().map(callback -> callback.message().wamid()).distinct()).hasSize(4_000);
        assertThat(all().map(Callback::message).distinct()).hasSize(4_000);
    }

    @Test
    void aUserNumbersMessagesInTheOrderOfTheLane() {
        assertThat(lanes).allSatisfy(lane -> {
            var numbers = lane.stream()
                    .map(callback -> callback.message().number())
                    .distinct()
                    .toList();
            assertThat(numbers).first().isEqualTo(1);
            assertThat(numbers).isSorted();
            assertThat(lane.stream().map(callback -> callback.message().user()).distinct())
                    .hasSize(1);
        });
    }

    @Test
    void someComeAgainBehindALaterOneWithTheSameBytes() {
        long repeats = lanes.stream().mapToLong(List::size).sum() - 4_000;

        assertThat(repeats).isBetween(80L, 320L);
        assertThat(all().map(callback -> new String(callback.body(), StandardCharsets.UTF_8))
                        .distinct())
                .hasSize(4_000);
    }

    @Test
    void aLaneIsDueInItsOrderAndTheWholeInTheTimeOfItsRate() {
        assertThat(lanes)
                .allSatisfy(lane -> assertThat(lane).extracting(Callback::due).isSorted());
        assertThat(all().map(Callback::due).max(Duration::compareTo)).hasValue(Duration.ofMillis(4_599));
    }

    @Test
    void isSigned() {
        var signer = new CallbackSigner(SECRET);

        assertThat(all()).allMatch(callback -> signer.sign(callback.body()).equals(callback.signature()));
    }

    private java.util.stream.Stream<Callback> all() {
        return lanes.stream().flatMap(List::stream);
    }
}
