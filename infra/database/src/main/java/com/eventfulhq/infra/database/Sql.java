package com.eventfulhq.infra.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements of the programs of infra: seeding, and looking at what the services wrote. Blocks. */
public final class Sql {

    private Sql() {}

    /** Runs a script of several statements in one transaction. */
    public static void script(DatabaseAddress address, String script) {
        Jdbc.with(address, "running a script", connection -> {
            connection.setAutoCommit(false);
            Jdbc.execute(connection, script);
            connection.commit();
            return script;
        });
    }

    /** The rows of a query, column name → text; a null is the text {@code null}. */
    public static List<Map<String, String>> rows(DatabaseAddress address, String query, Object... parameters) {
        return Jdbc.with(address, "looking up", connection -> {
            try (var statement = connection.prepareStatement(query)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                return read(statement);
            }
        });
    }

    private static List<Map<String, String>> read(PreparedStatement statement) throws SQLException {
        var rows = new ArrayList<Map<String, String>>();
        try (var result = statement.executeQuery()) {
            var columns = result.getMetaData();
            while (result.next()) {
                var row = new LinkedHashMap<String, String>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
