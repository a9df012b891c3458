package com.eventfulhq.infra.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One connection for one piece of work, closed afterwards. */
final class Jdbc {

    private Jdbc() {}

    static <T> T with(DatabaseAddress address, String step, Work<T> work) {
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
            return work.on(connection);
        } catch (SQLException failure) {
            throw new DatabaseFailure(step + " (" + address + ")", failure);
        }
    }

    /** Has PostgreSQL itself quote the arguments: {@code %I} for names, {@code %L} for values. */
    static String format(Connection connection, String template, String... arguments) throws SQLException {
        var marks = ", ?".repeat(arguments.length);
        try (var statement = connection.prepareStatement("SELECT format(?" + marks + ")")) {
            statement.setString(1, template);
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 2, arguments[i]);
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static boolean exists(Connection connection, String query, String argument) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, argument);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
