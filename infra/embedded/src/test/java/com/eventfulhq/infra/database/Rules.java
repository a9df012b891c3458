package com.eventfulhq.infra.database;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One row per rule. In statements {@code <name>} stands for a UUID of that name, always the same, so that seeds and rules speak of
 * the same rows.
 */
final class Rules {

    private static final Pattern NAME = Pattern.compile("<(\\w+)>");

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
        return new Rule(text, state, named(sql));
    }

    static Rule accepted(String text, String sql) {
        return new Rule(text, Session.ACCEPTED, named(sql));
    }

    /** The statement with the UUIDs in place of their names. */
    static String named(String sql) {
        return NAME.matcher(sql).replaceAll("md5('$1')::uuid");
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
