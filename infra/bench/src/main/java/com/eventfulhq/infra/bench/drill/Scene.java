package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.standalone.House;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run under way, as whoever troubles it sees it. */
final class Scene {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LOOK_EVERY_MILLIS = 10;

    private final House house;
    private final LogContents log;
    private final Answers answers;
    private final int messages;
    /** Processes by name, as they should be now. */
    private final Map<String, Long> processes;

    private final List<Check> checks = new ArrayList<>();

    Scene(House house, LogContents log, Answers answers, int messages) throws IOException {
        this.house = house;
        this.log = log;
        this.answers = answers;
        this.messages = messages;
        this.processes = Processes.of(house);
    }

    House house() {
        return house;
    }

    LogContents log() {
        return log;
    }

    Answers answers() {
        return answers;
    }

    List<Check> checks() {
        return checks;
    }

    void check(String what, List<String> found) {
        checks.add(new Check(what, found));
    }

    /** It was killed, and the one that runs now is right. */
    void restarted(String process) throws IOException {
        processes.put(process, Processes.id(house, process));
    }

    /** Nothing may end but what was killed. */
    void checkProcesses() throws IOException {
        var now = Processes.of(house);
        check(
                "processes that ended without being killed",
                processes.entrySet().stream()
                        .filter(process -> !process.getValue().equals(now.get(process.getKey())))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    static void say(String what, Object... values) {
        System.out.printf("  " + what + "%n", values);
    }

    /** Waits until this share of all messages is accepted. */
    void awaitAccepted(double share) throws InterruptedException, DrillFailed {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (answers.messages() < share * messages) {
            if (System.nanoTime() > deadline) {
                throw new DrillFailed("found " + answers.messages() + " messages accepted after " + PATIENCE.toSeconds()
                        + " s (expected: " + Math.round(share * messages) + "); " + answers.reasons());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Nothing is proven by a trouble that came when the callbacks were over. */
    void requireUnderWay(String what) {
        check(
                what + " after the last callback",
                answers.messages() < messages ? List.of() : List.of("all " + messages + " were accepted before"));
    }
}
