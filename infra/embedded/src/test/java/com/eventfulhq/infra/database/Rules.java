package com.eventfulhq.infra.database;

import java.util.List;
import java.util.stream.Collectors;

/** One row per rule. */
final class Rules {

    private Rules() {}

    /**
     * A statement, and what the database says to it.
     *
     * @param state the SQLSTATE, or {@link Session#ACCEPTED}
     */
    record Rule(String text, String state, String sql) {
        @Override
        public String toString() {
            return text;
        }
    }

    static Rule refused(String text, String state, String sql) {
        return new Rule(text, state, sql);
    }

    static Rule accepted(String text, String sql) {
        return new Rule(text, Session.ACCEPTED, sql);
    }

    /** What is in these tables, as one text that changes with every value. */
    static String contents(DatabaseAddress database, List<String> tables) {
        return Sql.rows(
                        database,
                        tables.stream()
                                .map(table -> "SELECT '" + table + "' AS tab, count(*) AS n,"
                                        + " md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM " + table + " t")
                                .collect(Collectors.joining(" UNION ALL ")))
                .toString();
    }
}
