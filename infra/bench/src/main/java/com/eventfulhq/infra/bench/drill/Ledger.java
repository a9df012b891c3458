package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.bench.drill.Facts.Published;
import com.eventfulhq.infra.bench.drill.Facts.Row;
import com.eventfulhq.infra.bench.drill.Facts.Sent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The judgement over a run.
 *
 * <p>The order that is promised: a user's next callback is sent only after the one before was answered 200. So of the messages of
 * one user a later number stands at a later place of the log, has a later id, and is told for the first time after the one
 * before. Nothing is promised between users, nor of repeats, which change nothing.
 */
final class Ledger {

    private final Facts facts;
    private final Map<String, Sent> sent;
    /** By wamid; the first, should there be several. */
    private final Map<String, Row> rows;
    /** In the order of first publication. */
    private final Map<String, List<Published>> published;

    private Ledger(Facts facts) {
        this.facts = facts;
        this.sent = first(facts.sent(), Sent::wamid);
        this.rows = first(facts.rows(), Row::wamid);
        this.published = facts.published().stream()
                .collect(Collectors.groupingBy(Published::wamid, LinkedHashMap::new, Collectors.toList()));
    }

    /** Everything that must not be found, found or not. */
    static List<Check> judge(Facts facts) {
        return new Ledger(facts).checks();
    }

    private List<Check> checks() {
        return List.of(
                new Check("never accepted", notAccepted()),
                new Check("accepted, but not on the log so often", notOnTheLog()),
                new Check("accepted, but missing", missing()),
                new Check("stored twice", storedTwice()),
                new Check("stored, but never sent", neverSent()),
                new Check("users with more than one conversation", scattered()),
                new Check("rows out of order", rowsOutOfOrder()),
                new Check("stored, but not published", notPublished()),
                new Check("published under another id than before", underSeveralIds()),
                new Check("published, but stored otherwise", contradicting()),
                new Check("events out of order", eventsOutOfOrder()),
                new Check("windows that end otherwise than written", wrongColumns()),
                new Check("windows Redis has otherwise", wrongInRedis()),
                new Check("dead letters", deadLetters()));
    }

    private List<String> notAccepted() {
        return facts.sent().stream()
                .filter(message -> !facts.answered().containsKey(message.wamid()))
                .map(Ledger::name)
                .toList();
    }

    private List<String> notOnTheLog() {
        return facts.answered().entrySet().stream()
                .filter(answer -> facts.onTheLog().getOrDefault(answer.getKey(), 0) < answer.getValue())
                .map(answer -> answer.getKey() + ": " + facts.onTheLog().getOrDefault(answer.getKey(), 0)
                        + " records for " + answer.getValue() + " answers")
                .toList();
    }

    private List<String> missing() {
        return facts.answered().keySet().stream()
                .filter(wamid -> !rows.containsKey(wamid))
                .map(this::nameOf)
                .toList();
    }

    private List<String> storedTwice() {
        return facts.rows().stream().collect(Collectors.groupingBy(Row::wamid)).entrySet().stream()
                .filter(message -> message.getValue().size() > 1)
                .map(message -> nameOf(message.getKey()))
                .toList();
    }

    private List<String> neverSent() {
        return rows.keySet().stream().filter(wamid -> !sent.containsKey(wamid)).toList();
    }

    private List<String> scattered() {
        return byUser().values().stream()
                .filter(messages -> messages.stream()
                                .map(message -> rowOf(message).conversationId())
                                .distinct()
                                .count()
                        > 1)
                .map(messages -> "user " + messages.getFirst().user())
                .toList();
    }

    private List<String> rowsOutOfOrder() {
        return inversions((before, after) -> {
            var one = rowOf(before);
            var other = rowOf(after);
            return one.partition() == other.partition()
                    && one.offset() < other.offset()
                    && one.messageId().compareTo(other.messageId()) < 0;
        });
    }

    private List<String> notPublished() {
        return rows.keySet().stream()
                .filter(wamid -> !published.containsKey(wamid))
                .map(this::nameOf)
                .toList();
    }

    private List<String> underSeveralIds() {
        return published.entrySet().stream()
                .filter(message -> message.getValue().stream()
                                .map(Published::eventId)
                                .distinct()
                                .count()
                        > 1)
                .map(message -> nameOf(message.getKey()))
                .toList();
    }

    private List<String> contradicting() {
        return facts.published().stream()
                .filter(event -> {
                    var row = rows.get(event.wamid());
                    return row == null || !row.messageId().equals(event.messageId());
                })
                .map(event -> event.eventId() + " of " + nameOf(event.wamid()))
                .toList();
    }

    private List<String> eventsOutOfOrder() {
        var places = new HashMap<String, Integer>();
        published.keySet().forEach(wamid -> places.put(wamid, places.size()));
        return inversions((before, after) -> {
            var one = places.get(before.wamid());
            var other = places.get(after.wamid());
            return one == null || other == null || one < other;
        });
    }

    private List<String> wrongColumns() {
        var ends = new HashMap<String, Long>();
        for (var row : rows.values()) {
            var message = sent.get(row.wamid());
            if (message != null) {
                long end = message.writtenAt().plus(facts.window()).toEpochMilli();
                ends.merge(row.conversationId(), end, Math::max);
            }
        }
        return facts.windows().stream()
                .filter(window -> !Objects.equals(ends.get(window.conversationId()), window.column()))
                .map(window -> window.conversationId() + ": " + window.column() + " instead of "
                        + ends.get(window.conversationId()))
                .toList();
    }

    private List<String> wrongInRedis() {
        return facts.windows().stream()
                .filter(window -> window.redis() == null ? !facts.forgetful() : window.redis() != window.column())
                .map(window -> window.conversationId() + ": " + window.redis() + " instead of " + window.column())
                .toList();
    }

    private List<String> deadLetters() {
        return Collections.nCopies(Math.toIntExact(facts.deadLetters()), "see the topics that end in .dlt");
    }

    private interface Follows {
        boolean holds(Sent before, Sent after);
    }

    /** Messages that do not follow the stored one before them of the same user. */
    private List<String> inversions(Follows follows) {
        var found = new ArrayList<String>();
        for (var messages : byUser().values()) {
            for (int i = 1; i < messages.size(); i++) {
                if (!follows.holds(messages.get(i - 1), messages.get(i))) {
                    found.add(name(messages.get(i)) + " after no. "
                            + messages.get(i - 1).number());
                }
            }
        }
        return found;
    }

    /** The stored messages of each user by their numbers. */
    private Map<Integer, List<Sent>> byUser() {
        return facts.sent().stream()
                .filter(message -> rows.containsKey(message.wamid()))
                .sorted(Comparator.comparingInt(Sent::number))
                .collect(Collectors.groupingBy(Sent::user, TreeMap::new, Collectors.toList()));
    }

    private Row rowOf(Sent message) {
        return Objects.requireNonNull(rows.get(message.wamid()));
    }

    private String nameOf(String wamid) {
        var message = sent.get(wamid);
        return message == null ? wamid : name(message);
    }

    private static String name(Sent message) {
        return "no. " + message.number() + " of user " + message.user();
    }

    private static <T> Map<String, T> first(List<T> all, Function<T, String> key) {
        return all.stream()
                .collect(Collectors.toMap(key, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }
}
