package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LogReaderIT {

    private final LogFixtures.Kept kept = new LogFixtures.Kept();
    private final LogFixtures.Kept buried = new LogFixtures.Kept();
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

    private LogReader read(BatchHandler handler) {
        var reader = log.reader(log.topic, handler);
        reader.start();
        readers.add(reader);
        return reader;
    }

    private Mono<Void> keep(List<LogRecord> batch) {
        kept.records.addAll(batch);
        return Mono.empty();
    }

    private void readDeadLetters() {
        var deadLetters = log.reader(log.topic + ".dlt", batch -> {
            buried.records.addAll(batch);
            return Mono.empty();
        });
        deadLetters.start();
        await().until(() -> !buried.records.isEmpty());
        deadLetters.stop();
    }

    @Test
    void handsOverWhatWasAppendedInTheOrderOfItsKey() {
        var entries = IntStream.range(0, 500)
                .mapToObj(i -> log.entry("one-key", Integer.toString(i)))
                .toArray(LogEntry[]::new);
        log.append(entries);

        read(this::keep);

        await().until(() -> kept.records.size() == 500);
        assertThat(kept.texts())
                .isEqualTo(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
    }

    @Test
    void handsOverWhatWasPackedInTheOrderOfItsKeyAndInBatches() {
        var entries = IntStream.range(0, 2_500)
                .mapToObj(i -> log.entry("one-key", Integer.toString(i)))
                .toList();
        log.log.appendPacked(entries).block(Duration.ofSeconds(10));

        var sizes = new CopyOnWriteArrayList<Integer>();
        read(batch -> {
            sizes.add(batch.size());
            return keep(batch);
        });

        await().until(() -> kept.records.size() == 2_500);
        assertThat(kept.texts())
                .isEqualTo(IntStream.range(0, 2_500).mapToObj(Integer::toString).toList());
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(1_000));
    }

    @Test
    void putsOneEntryOfAParcelAsideAndHandlesTheRest() {
        log.log
                .appendPacked(List.of(log.entry("k", "a"), log.entry("k", "poison"), log.entry("k", "b")))
                .block(Duration.ofSeconds(10));

        read(batch -> batch.stream().anyMatch(record -> LogFixtures.text(record).equals("poison"))
                ? Mono.error(new IllegalStateException("cannot"))
                : keep(batch));
        readDeadLetters();

        assertThat(buried.texts()).containsExactly("poison");
        assertThat(buried.records.getFirst().header("dlt_index")).isEqualTo("1");
        assertThat(kept.texts()).containsExactly("a", "b");
    }

    @Test
    void readsAParcelAgainFromItsStartUntilAllOfItIsHandled() {
        log.log
                .appendPacked(List.of(log.entry("k", "first"), log.entry("k", "second")))
                .block(Duration.ofSeconds(10));
        var interrupted = log.reader(
                log.topic,
                log.with(Map.of("eventful.log.read.batch", "1")),
                batch -> LogFixtures.text(batch.getFirst()).equals("first") ? keep(batch) : Mono.never());
        interrupted.start();
        await().until(() -> kept.texts().equals(List.of("first")));
        interrupted.stop();

        read(this::keep);

        await().until(() -> kept.texts().equals(List.of("first", "first", "second")));
    }

    @Test
    void carriesTheAttributesAlong() {
        var entry = log.entry("k", "{}");
        log.append(entry);

        read(this::keep);

        await().until(() -> kept.records.size() == 1);
        var record = kept.records.getFirst();
        assertThat(List.of(record.id(), record.type(), record.trace().traceId()))
                .containsExactly(
                        entry.event().id(),
                        entry.event().type(),
                        entry.event().trace().traceId());
    }

    @Test
    void putsARejectedRecordAsideAndHandlesTheRest() {
        log.append(log.entry("k", "a"), log.entry("k", "poison"), log.entry("k", "b"));

        read(batch -> batch.stream()
                .filter(record -> LogFixtures.text(record).equals("poison"))
                .findFirst()
                .<Mono<Void>>map(record ->
                        Mono.error(new RecordRejected(record, "not to be read", new IllegalArgumentException())))
                .orElseGet(() -> keep(batch)));

        await().until(() -> kept.records.size() == 2);
        assertThat(kept.texts()).containsExactly("a", "b");
    }

    @Test
    void isolatesTheCulpritOfABatchThatFails() {
        log.append(IntStream.range(0, 40)
                .mapToObj(i -> log.entry("k", i == 17 ? "poison" : Integer.toString(i)))
                .toArray(LogEntry[]::new));

        read(batch -> batch.stream().anyMatch(record -> LogFixtures.text(record).equals("poison"))
                ? Mono.error(new IllegalStateException("cannot"))
                : keep(batch));

        await().until(() -> kept.records.size() == 39);
        assertThat(kept.texts()).doesNotContain("poison").doesNotHaveDuplicates();
    }

    @Test
    void keepsTheBytesAndTheReasonOfADeadLetter() {
        log.append(log.entry("k", "poison"));
        read(batch -> Mono.error(new IllegalStateException("cannot be done")));

        readDeadLetters();

        var letter = buried.records.getFirst();
        assertThat(List.of(
                        LogFixtures.text(letter),
                        String.valueOf(letter.header("dlt_reason")),
                        String.valueOf(letter.header("dlt_topic"))))
                .containsExactly("poison", "IllegalStateException: cannot be done", log.topic);
    }

    @Test
    void waitsForWhatIsNotAvailableWithoutPuttingAnythingAside() {
        var tries = new AtomicInteger();
        log.append(log.entry("k", "patient"));

        read(batch ->
                tries.incrementAndGet() < 20 ? Mono.error(new TimeoutException("database is away")) : keep(batch));

        await().until(() -> kept.texts().equals(List.of("patient")));
        assertThat(log.registry.find("eventful.log.dead.letters").counter()).isNull();
    }

    @Test
    void readsAgainWhatWasNotAcknowledged() {
        log.append(log.entry("k", "twice"));
        var first = read(batch -> {
            kept.records.addAll(batch);
            return Mono.never();
        });
        await().until(() -> kept.records.size() == 1);
        first.stop();

        read(this::keep);

        await().until(() -> kept.texts().equals(List.of("twice", "twice")));
    }

    /** A stopped reader of a name says no goodbye: to the broker it is as dead as one that was killed. */
    @Test
    void goesOnAtOnceUnderTheNameOfOneThatDied() throws Exception {
        var dead = named("one", this::keep);
        log.append(log.entry("k", "before"));
        await().until(() -> kept.texts().equals(List.of("before")));
        dead.stop();
        log.append(log.entry("k", "after"));
        assertThat(log.membersOf("group-" + log.topic)).containsExactlyInAnyOrder("one-0", "one-1");

        named("one", this::keep);

        await().until(() -> kept.texts().contains("after"));
    }

    /** Nobody waits for as long as somebody who has died is waited for here. */
    private LogReader named(String member, BatchHandler handler) {
        var reader = log.reader(
                log.topic,
                log.with(Map.of("eventful.log.read.member", member, "eventful.log.read.session-timeout", "5m")),
                handler);
        reader.start();
        readers.add(reader);
        return reader;
    }
}
