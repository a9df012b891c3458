package com.eventfulhq.infra.database;

import java.util.List;
import java.util.stream.Collectors;

/** Tells whether anything in some tables changed. */
final class TableContents {

    private TableContents() {}

    /** What is in these tables, as one text that changes with every value. */
    static String of(DatabaseAddress database, List<String> tables) {
        return Sql.rows(
                        database,
                        tables.stream()
                                .map(table -> "SELECT '" + table + "' AS tab, count(*) AS n,"
                                        + " md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM " + table + " t")
                                .collect(Collectors.joining(" UNION ALL ")))
                .toString();
    }
}
