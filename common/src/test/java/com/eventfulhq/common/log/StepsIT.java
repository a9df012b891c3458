package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A batch that is handled in two steps. */
class StepsIT {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<LogReader> readers = new CopyOnWriteArrayList<>();
    private LogFixtures log;

    @BeforeEach
    void makeATopic() throws Exception {
        log = new LogFixtures(Map.of("eventful.log.read.retry-min", "10ms", "eventful.log.read.retry-max", "50ms"));
    }

    @AfterEach
    void stop() {
        readers.forEach(LogReader::stop);
        log.log.destroy();
    }

    /** Notes what is begun and finished, by the texts of the batch. */
    private LogReader read(Function<String, Mono<Void>> first, Function<String, Mono<Void>> second) {
        var reader = log.reader(log.topic, new BatchHandler() {
            @Override
            public Mono<Void> handle(List<LogRecord> batch) {
                return begin(batch).flatMap(rest -> rest);
            }

            @Override
            public Mono<Mono<Void>> begin(List<LogRecord> batch) {
                var texts =
                        String.join("", batch.stream().map(LogFixtures::text).toList());
                seen.add("begin " + texts);
                return first.apply(texts)
                        .thenReturn(
                                Mono.defer(() -> second.apply(texts)).doOnSuccess(done -> seen.add("finish " + texts)));
            }
        });
        reader.start();
        readers.add(reader);
        return reader;
    }

    private static Mono<Void> nothing(String texts) {
        return Mono.empty();
    }

    private void append(String text) {
        log.append(log.entry("k", text));
    }

    @Test
    void beginsABatchWhileTheOneBeforeIsFinished() {
        var begun = Sinks.<Void>empty();
        read(
                texts -> texts.equals("b") ? Mono.fromRunnable(begun::tryEmitEmpty) : Mono.empty(),
                texts -> texts.equals("a") ? begun.asMono() : Mono.empty());

        append("a");
        await().until(() -> seen.contains("begin a"));
        append("b");

        await().until(() -> seen.size() == 4);
        assertThat(seen).containsExactly("begin a", "begin b", "finish a", "finish b");
    }

    @Test
    void readsAgainWhatWasNotFinished() {
        var interrupted = read(StepsIT::nothing, texts -> Mono.never());
        append("a");
        await().until(() -> seen.equals(List.of("begin a")));
        interrupted.stop();

        read(StepsIT::nothing, StepsIT::nothing);

        await().until(() -> seen.equals(List.of("begin a", "begin a", "finish a")));
    }

    @Test
    void putsAsideWhatCannotBeFinished() {
        read(
                StepsIT::nothing,
                texts -> texts.contains("poison") ? Mono.error(new IllegalStateException("cannot")) : Mono.empty());

        log.log
                .appendPacked(List.of(log.entry("k", "a"), log.entry("k", "poison"), log.entry("k", "b")))
                .block(Duration.ofSeconds(10));

        await().until(() -> seen.contains("finish b"));
        assertThat(seen).contains("finish a").doesNotContain("finish poison");
        assertThat(log.registry.get("eventful.log.dead.letters").counter().count())
                .isEqualTo(1);
    }

    @Test
    void finishesNothingOfABatchThatFailsBeforeTheOneBeforeIsFinished() {
        var given = Sinks.<Void>empty();
        read(
                texts -> {
                    if (texts.contains("poison")) {
                        // Long enough for its parts to be finished, were they not to wait.
                        Mono.delay(Duration.ofMillis(500)).subscribe(later -> given.tryEmitEmpty());
                        return Mono.error(new IllegalStateException("cannot"));
                    }
                    return Mono.empty();
                },
                texts -> texts.equals("a") ? given.asMono() : Mono.empty());
        append("a");
        await().until(() -> seen.contains("begin a"));

        log.log
                .appendPacked(List.of(log.entry("k", "poison"), log.entry("k", "b")))
                .block(Duration.ofSeconds(10));

        await().until(() -> seen.contains("finish b"));
        assertThat(seen).containsSubsequence("finish a", "finish b");
    }
}
