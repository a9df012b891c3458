package com.eventfulhq.infra.database;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A row as its table accepts it, and the variations of it with which a rule is tried: each is a {@link Trial} of the statement that
 * inserts the row.
 *
 * @param role who writes it
 * @param values column → value, as SQL
 */
record RowDraft(String role, String table, Map<String, String> values) {

    static final String MISSING = "23502";
    static final String UNKNOWN = "23503";
    static final String TAKEN = "23505";
    static final String OUT_OF_RANGE = "23514";

    /** The row with these columns, written "name = value". */
    static RowDraft of(String role, String table, String... columns) {
        return new RowDraft(role, table, Map.of()).with(columns);
    }

    /** The row with these columns instead, written "name = value". */
    RowDraft with(String... columns) {
        var changed = new LinkedHashMap<>(values);
        for (var column : columns) {
            var parts = column.split(" = ", 2);
            changed.put(parts[0], parts[1]);
        }
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
        return Stream.of(columns).map(column -> with(column + " = NULL").refused(table + " needs " + column, MISSING));
    }

    /** Each of these columns names a row that is there. */
    Stream<Trial> refersBy(String... columns) {
        return Stream.of(columns).map(column -> with(column + " = <nobody>")
                .refused(table + "." + column + " is the key of a row", UNKNOWN));
    }

    /** Each of these values is none of the column's. */
    Stream<Trial> refusesAs(String column, String state, String... texts) {
        return Stream.of(texts).map(text -> with(column + " = '" + text + "'")
                .refused(table + "." + column + " is not '" + text + "'", state));
    }

    /** Each of these values is one of the column's. */
    Stream<Trial> acceptsAs(String column, String... texts) {
        return Stream.of(texts)
                .map(text -> with(column + " = '" + text + "'").accepted(table + "." + column + " may be " + text));
    }
}
