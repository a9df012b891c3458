package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class GatheredTest {

    private final TestPublisher<List<Integer>> source = TestPublisher.create();

    private Flux<List<Integer>> gathered(int most) {
        return new Gathered<>(source.flux(), element -> 1, most);
    }

    @Test
    void handsOnAtOnceWhatComesToAWaitingReader() {
        StepVerifier.create(gathered(10), 2)
                .then(() -> source.next(List.of(1)))
                .expectNext(List.of(1))
                .then(() -> source.next(List.of(2, 3)))
                .expectNext(List.of(2, 3))
                .thenCancel()
                .verify();
    }

    @Test
    void whatCameWhileTheReaderWasBusyIsOneList() {
        StepVerifier.create(gathered(10), 1)
                .then(() -> source.next(List.of(1)))
                .expectNext(List.of(1))
                .then(() -> source.next(List.of(2)).next(List.of(3, 4)).next(List.of(5)))
                .thenRequest(1)
                .expectNext(List.of(2, 3, 4, 5))
                .thenCancel()
                .verify();
    }

    @Test
    void asksForNoMoreWhileEnoughWaits() {
        var asked = new ArrayList<Long>();
        var polls = source.flux().doOnRequest(asked::add);

        StepVerifier.create(new Gathered<>(polls, element -> 1, 3), 0)
                .then(() -> source.next(List.of(1)).next(List.of(2, 3, 4)))
                .then(() -> assertThat(asked).containsExactly(1L, 1L))
                .thenRequest(1)
                .expectNext(List.of(1, 2, 3, 4))
                .then(() -> assertThat(asked).containsExactly(1L, 1L, 1L))
                .thenCancel()
                .verify();
    }

    @Test
    void largeOnesAreEnoughSooner() {
        var asked = new ArrayList<Long>();
        var polls = source.flux().doOnRequest(asked::add);

        StepVerifier.create(new Gathered<>(polls, Integer::longValue, 100), 0)
                .then(() -> source.next(List.of(40)).next(List.of(60)))
                .then(() -> assertThat(asked).containsExactly(1L, 1L))
                .thenRequest(1)
                .expectNext(List.of(40, 60))
                .then(() -> assertThat(asked).containsExactly(1L, 1L, 1L))
                .thenCancel()
                .verify();
    }

    @Test
    void anErrorIsToldBeforeWhatWaits() {
        StepVerifier.create(gathered(10), 0)
                .then(() -> source.next(List.of(1)).error(new IllegalStateException("gone")))
                .verifyErrorMessage("gone");
    }

    @Test
    void whatWaitsIsHandedOnBeforeTheEnd() {
        StepVerifier.create(gathered(10), 0)
                .then(() -> source.next(List.of(1)).complete())
                .thenRequest(1)
                .expectNext(List.of(1))
                .verifyComplete();
    }

    @Test
    void cancelsTheSource() {
        StepVerifier.create(gathered(10), 0).thenCancel().verify();

        source.assertCancelled();
    }

    @Test
    void losesAndTurnsNothingAroundBetweenThreads() {
        int count = 100_000;
        var read = new Gathered<>(
                        Flux.range(0, count).map(List::of).publishOn(Schedulers.parallel(), 1), element -> 1, 50)
                .concatMap(list -> Mono.just(list).subscribeOn(Schedulers.single()), 0)
                .flatMapIterable(list -> list)
                .collectList()
                .block(Duration.ofSeconds(60));

        assertThat(read).isEqualTo(IntStream.range(0, count).boxed().toList());
    }
}
