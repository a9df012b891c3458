package com.eventfulhq.infra.bench.drill;

import java.util.ArrayList;

/** The ledger as it is printed: what came in and what is there, then everything that must not be found. */
final class Report {

    private final Facts facts;
    private final Scene scene;

    Report(Facts facts, Scene scene) {
        this.facts = facts;
        this.scene = scene;
    }

    /** @return whether nothing was found that must not be */
    boolean print() {
        System.out.println("  ledger");
        figures();
        var checks = new ArrayList<>(Ledger.judge(facts));
        checks.addAll(scene.checks());
        checks.forEach(check -> System.out.println("    " + check));
        boolean balances = checks.stream().allMatch(Check::holds);
        System.out.println(balances ? "  it balances" : "  IT DOES NOT BALANCE");
        return balances;
    }

    private void figures() {
        var answers = scene.answers();
        long answered =
                facts.answered().values().stream().mapToLong(times -> times).sum();
        long records = facts.sent().stream()
                .mapToLong(message -> facts.onTheLog().getOrDefault(message.wamid(), 0))
                .sum();
        long inRedis = facts.windows().stream()
                .filter(window -> window.redis() != null)
                .count();
        long messagesPublished = facts.published().stream()
                .map(Facts.Published::wamid)
                .distinct()
                .count();
        figure("messages sent", facts.sent().size(), "");
        figure("accepted", facts.answered().size(), "answered 200 at least once");
        figure("sent again although accepted", answered - facts.answered().size(), "as Meta does");
        figure(
                "sent again because not accepted",
                answers.attemptsBroken(),
                answers.reasons().toString());
        figure("records on the log", records, "of these messages");
        figure("stored", facts.rows().size(), "");
        figure("duplicates collapsed", records - facts.rows().size(), "records that made no row");
        figure("events", facts.published().size(), "of %,d messages".formatted(messagesPublished));
        figure("windows", facts.windows().size(), "%,d in Redis, too".formatted(inRedis));
    }

    private static void figure(String what, long value, String note) {
        System.out.printf("    %-44s %,8d  %s%n", what, value, note);
    }
}
