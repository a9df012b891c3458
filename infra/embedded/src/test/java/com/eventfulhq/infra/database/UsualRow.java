package com.eventfulhq.infra.database;

import java.util.LinkedHashMap;
import java.util.Map;

/** A row that every rule accepts, to be changed in the one place that a rule is about. Columns are written "name = value", in SQL. */
record UsualRow(String table, Map<String, String> columns) {

    static UsualRow of(String table, String... columns) {
        return new UsualRow(table, changed(Map.of(), columns));
    }

    /** The statement that inserts the row with these columns instead. */
    String but(String... instead) {
        var row = changed(columns, instead);
        return "INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") VALUES ("
                + String.join(", ", row.values()) + ")";
    }

    private static Map<String, String> changed(Map<String, String> columns, String... instead) {
        var row = new LinkedHashMap<>(columns);
        for (var column : instead) {
            var parts = column.split(" = ", 2);
            row.put(parts[0], parts[1]);
        }
        return row;
    }
}
