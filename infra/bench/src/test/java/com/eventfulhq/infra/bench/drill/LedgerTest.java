package com.eventfulhq.infra.bench.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.bench.drill.Facts.Published;
import com.eventfulhq.infra.bench.drill.Facts.Row;
import com.eventfulhq.infra.bench.drill.Facts.Sent;
import com.eventfulhq.infra.bench.drill.Facts.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LedgerTest {

    private static final Instant WRITTEN = Instant.parse("2026-05-12T09:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final long END = WRITTEN.plusSeconds(3).plus(WINDOW).toEpochMilli();

    /** Two users with three messages each, as they should be found; a case spoils something. */
    private static final class Run {
        final Map<String, Integer> answered = new HashMap<>();
        final Map<String, Integer> onTheLog = new HashMap<>();
        final List<Sent> sent = new ArrayList<>();
        final List<Row> rows = new ArrayList<>();
        final List<Published> published = new ArrayList<>();
        final List<Window> windows = new ArrayList<>();
        long deadLetters;
        boolean forgetful;

        Run() {
            for (int user = 0; user < 2; user++) {
                for (int number = 1; number <= 3; number++) {
                    add(user, number);
                }
                windows.add(new Window("conversation-" + user, END, END));
            }
        }

        private void add(int user, int number) {
            var wamid = wamid(user, number);
            sent.add(new Sent(wamid, user, number, WRITTEN.plusSeconds(number)));
            answered.put(wamid, 1);
            onTheLog.put(wamid, 1);
            rows.add(new Row(wamid, "id-" + number + user, "conversation-" + user, user, 10 + number));
            published.add(new Published("id-" + number + user + ":received", wamid, "id-" + number + user));
        }

        /** The log and the events have it, PostgreSQL has not. */
        void loseRow() {
            rows.remove(2);
            windows.set(0, new Window("conversation-0", END - 1000, END - 1000));
        }

        void loseAll() {
            loseRow();
            published.remove(2);
        }

        void makeUp() {
            rows.add(new Row("wamid.unknown", "id-77", "conversation-0", 0, 77));
        }

        void earlierId() {
            rows.set(2, new Row(wamid(0, 3), "id-00", "conversation-0", 0, 13));
            published.set(2, new Published("id-00:received", wamid(0, 3), "id-00"));
        }

        List<Check> judge() {
            return Ledger.judge(
                    new Facts(sent, answered, onTheLog, rows, published, windows, deadLetters, WINDOW, forgetful));
        }
    }

    private record Case(String name, Consumer<Run> spoiled, String... violated) {}

    private static String wamid(int user, int number) {
        return "wamid." + user + "." + number;
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongAndNothingElse() {
        return Stream.of(
                        new Case("all as it should be", run -> {}),
                        new Case("never accepted", run -> run.answered.remove(wamid(0, 3)), "never accepted"),
                        new Case(
                                "acknowledged before the log had it",
                                run -> run.answered.put(wamid(0, 3), 2),
                                "accepted, but not on the log so often"),
                        new Case(
                                "lost behind the log",
                                Run::loseRow,
                                "accepted, but missing",
                                "published, but stored otherwise"),
                        new Case("lost for good", Run::loseAll, "accepted, but missing"),
                        new Case("doubled", run -> run.rows.add(run.rows.get(2)), "stored twice"),
                        new Case(
                                "doubled under another id",
                                run -> run.rows.add(new Row(wamid(0, 3), "id-9", "conversation-0", 0, 99)),
                                "stored twice"),
                        new Case("made up", Run::makeUp, "stored, but never sent", "stored, but not published"),
                        new Case(
                                "a second conversation",
                                run -> run.rows.set(2, new Row(wamid(0, 3), "id-30", "conversation-7", 0, 13)),
                                "users with more than one conversation",
                                "windows that end otherwise than written"),
                        new Case(
                                "a later message at an earlier place",
                                run -> run.rows.set(2, new Row(wamid(0, 3), "id-30", "conversation-0", 0, 2)),
                                "rows out of order"),
                        new Case(
                                "a later message on another partition",
                                run -> run.rows.set(2, new Row(wamid(0, 3), "id-30", "conversation-0", 3, 13)),
                                "rows out of order"),
                        new Case("a later message with an earlier id", Run::earlierId, "rows out of order"),
                        new Case("not published", run -> run.published.remove(2), "stored, but not published"),
                        new Case(
                                "published again with the same id", run -> run.published.add(run.published.getFirst())),
                        new Case(
                                "published again with another id",
                                run -> run.published.add(new Published("other", wamid(0, 1), "id-10")),
                                "published under another id than before"),
                        new Case(
                                "published of another row",
                                run -> run.published.set(0, new Published("id-99:received", wamid(0, 1), "id-99")),
                                "published, but stored otherwise"),
                        new Case(
                                "published out of order",
                                run -> run.published.add(0, run.published.remove(2)),
                                "events out of order"),
                        new Case(
                                "another end of a window",
                                run -> run.windows.set(0, new Window("conversation-0", END - 1, END - 1)),
                                "windows that end otherwise than written"),
                        new Case(
                                "another end in Redis",
                                run -> run.windows.set(0, new Window("conversation-0", END, END + 1)),
                                "windows Redis has otherwise"),
                        new Case(
                                "no end in Redis",
                                run -> run.windows.set(0, new Window("conversation-0", END, null)),
                                "windows Redis has otherwise"),
                        new Case("no end in a Redis that was flushed", run -> {
                            run.forgetful = true;
                            run.windows.set(0, new Window("conversation-0", END, null));
                        }),
                        new Case(
                                "another end in a Redis that was flushed",
                                run -> {
                                    run.forgetful = true;
                                    run.windows.set(0, new Window("conversation-0", END, END + 1));
                                },
                                "windows Redis has otherwise"),
                        new Case("a dead letter", run -> run.deadLetters = 1, "dead letters"))
                .map(spoiling -> DynamicTest.dynamicTest(spoiling.name(), () -> {
                    var run = new Run();
                    spoiling.spoiled().accept(run);
                    assertThat(run.judge())
                            .filteredOn(check -> !check.holds())
                            .extracting(Check::what)
                            .containsExactlyInAnyOrder(spoiling.violated());
                }));
    }

    @Test
    void duplicatesOnTheLogAreNoViolation() {
        var run = new Run();
        run.onTheLog.put(wamid(0, 1), 4);

        assertThat(run.judge()).allMatch(Check::holds);
    }

    @Test
    void aCheckNamesWhatItFoundAndWhatItExpected() {
        var run = new Run();
        run.published.add(0, run.published.remove(2));

        assertThat(run.judge())
                .filteredOn(check -> !check.holds())
                .singleElement()
                .asString()
                .startsWith("events out of order")
                .contains(" 1  (expected: 0) no. 3 of user 0 after no. 2");
    }
}
