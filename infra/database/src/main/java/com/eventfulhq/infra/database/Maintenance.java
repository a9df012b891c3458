package com.eventfulhq.infra.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a database needs every day: the partitions of the days to come, the count of what the guests of next week's events do not eat, and
 * the removal of what is older than its retention policy ({@code security.data_retention_policies}) says. Needs the role that migrates.
 */
public final class Maintenance {

    private static final int ROWS = 10_000;

    /** Far more than a day brings; what is left goes the next day. */
    private static final int RUNS = 1_000;

    private Maintenance() {}

    /** Runs once, as a daily job of a deployment; environment and exit codes as of {@link Migrate}, without the services' passwords. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        try {
            var address = Migrate.address(System.getenv());
            System.out.println("database " + address + ": maintained, " + run(address) + " rows removed");
        } catch (RuntimeException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    /** Returns how many rows were removed. Interrupted halfway it has done half; nothing needs to be repeated. */
    public static long run(DatabaseAddress admin) {
        return Jdbc.with(admin, "maintaining", connection -> {
            Jdbc.execute(connection, "SELECT operations.prepare_days()");
            Jdbc.execute(connection, "SELECT identity.count_dietary_needs()");
            long removed = 0;
            for (int run = 0; run < RUNS; run++) {
                long now = applyRetention(connection);
                removed += now;
                if (now == 0) {
                    break;
                }
            }
            return removed;
        });
    }

    /** A bounded number of rows of each table in one transaction. */
    private static long applyRetention(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT sum(removed) FROM security.apply_retention(?)")) {
            statement.setInt(1, ROWS);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
