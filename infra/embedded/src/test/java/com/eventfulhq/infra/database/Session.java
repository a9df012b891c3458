package com.eventfulhq.infra.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A connection that acts as one role, so that the rules hold for it as they do for that domain's service. Statements may
 * name keys, as {@link Names} says. Closed by its test.
 */
final class Session implements AutoCloseable {

    /** What {@link #refusal} says of a statement that no rule refused. */
    static final String ACCEPTED = "accepted";

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /**
     * Enters as a role.
     *
     * @param admin the database, entered by its owner
     */
    static Session as(String role, DatabaseAddress admin) {
        try {
            var connection = DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
            Jdbc.execute(connection, Jdbc.format(connection, "SET ROLE %I", role));
            return new Session(connection);
        } catch (SQLException failure) {
            throw new DatabaseFailure("entering as " + role, failure);
        }
    }

    /** Runs a statement that is expected to be accepted, and commits; returns how many rows it touched. */
    int run(String sql, Object... parameters) {
        try {
            connection.setAutoCommit(true);
            return update(sql, parameters);
        } catch (SQLException failure) {
            throw new DatabaseFailure("running " + sql, failure);
        }
    }

    /** The SQLSTATE with which a statement is refused, or {@link #ACCEPTED}. Nothing of it remains either way. */
    String refusal(String sql, Object... parameters) {
        try {
            connection.setAutoCommit(false);
            try {
                var unused = update(sql, parameters);
                // Constraints that are checked late are checked now.
                Jdbc.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
                return ACCEPTED;
            } catch (SQLException refused) {
                return refused.getSQLState();
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure("trying " + sql, failure);
        }
    }

    /** The first column of the only row of a query, as text; "null" for a null. */
    String value(String query, Object... parameters) {
        try (var statement = prepared(query, parameters);
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + query);
            }
            return String.valueOf(rows.getString(1));
        } catch (SQLException failure) {
            throw new DatabaseFailure("asking " + query, failure);
        }
    }

    /** What a query says after a statement, or with what that is refused. Nothing of it remains either way. */
    String valueAfter(String sql, String query) {
        try {
            connection.setAutoCommit(false);
            try {
                var unused = update(sql);
                return value(query);
            } catch (SQLException refused) {
                return refused.getSQLState() + " " + refused.getMessage();
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure("trying " + sql, failure);
        }
    }

    /** Begins a transaction that {@link #commit} ends: for tests in which two of them meet. */
    void begin() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failure) {
            throw new DatabaseFailure("beginning", failure);
        }
    }

    /** Runs a statement in the transaction that was begun. */
    int step(String sql, Object... parameters) throws SQLException {
        return update(sql, parameters);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    private int update(String sql, Object... parameters) throws SQLException {
        try (var statement = prepared(sql, parameters)) {
            statement.execute();
            return Math.max(statement.getUpdateCount(), 0);
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        var statement = connection.prepareStatement(Names.in(sql));
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new DatabaseFailure("leaving", failure);
        }
    }
}
