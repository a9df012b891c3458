package com.eventfulhq.infra.database;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A row as its table accepts it, and the variations of it with which a rule is tried: each is a rule, a statement and what the
 * statement is expected to be told.
 *
 * @param values column → value, as SQL
 */
record RowDraft(String role, String table, Map<String, String> values) {

    static final String MISSING = "23502";
    static final String UNKNOWN = "23503";
    static final String TAKEN = "23505";
    static final String OUT_OF_RANGE = "23514";

    private static final String NOBODY = id(9999);

    /** The key with this number, as SQL. */
    static String id(int number) {
        return "'a0000000-0000-4000-8000-%012d'".formatted(number);
    }

    RowDraft with(String column, String value) {
        var changed = new LinkedHashMap<>(values);
        changed.put(column, value);
        return new RowDraft(role, table, changed);
    }

    String insert() {
        return "INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES ("
                + String.join(", ", values.values()) + ")";
    }

    /** The row is accepted. */
    Trial accepted(String rule) {
        return refused(rule, Session.ACCEPTED);
    }

    /** The row is refused. */
    Trial refused(String rule, String state) {
        return Trial.ends(rule, state, role, insert());
    }

    /** Each of these columns is mandatory. */
    Stream<Trial> needs(String... columns) {
        return Stream.of(columns).map(column -> with(column, "NULL").refused(table + " needs " + column, MISSING));
    }

    /** Each of these columns names a row that is there. */
    Stream<Trial> refersBy(String... columns) {
        return Stream.of(columns)
                .map(column -> with(column, NOBODY).refused(table + "." + column + " is the key of a row", UNKNOWN));
    }

    /** Each of these values is none of the column's. */
    Stream<Trial> refusesAs(String column, String state, String... texts) {
        return Stream.of(texts).map(text -> with(column, "'" + text + "'")
                .refused(table + "." + column + " is not '" + text + "'", state));
    }

    /** Each of these values is one of the column's. */
    Stream<Trial> acceptsAs(String column, String... texts) {
        return Stream.of(texts)
                .map(text -> with(column, "'" + text + "'").accepted(table + "." + column + " may be " + text));
    }
}
