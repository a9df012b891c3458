package com.eventfulhq.infra.bench;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Databases;
import com.eventfulhq.infra.database.Migrator;
import com.eventfulhq.infra.database.RolePasswords;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.Durability;
import com.eventfulhq.infra.embedded.PostgresNode;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code ./hub bench insert}: what the rules of the hot tables cost. Batches of new rows go into the table as its service writes
 * them, and by the same statement into a bare one with the same columns and a primary key, in turn, everything durable.
 */
public final class InsertBench {

    private static final int PORT = 25433;
    private static final int BATCH = 500;
    private static final int BATCHES = 60;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 11;
    private static final String PASSWORD = "bench";
    private static final String WAL = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS n";

    /** Time and write-ahead log of a round. */
    private record Cost(double perSecond, double walPerRow) {}

    private InsertBench() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        System.out.printf(
                "%ninserts in batches of %d, a transaction each, one writer, %,d rows a round; fsync on%n",
                BATCH, BATCH * BATCHES);
        var data = Files.createTempDirectory("eventful-bench-");
        try (var postgres = PostgresNode.start(data, PORT, Durability.DURABLE)) {
            var database = postgres.database("eventful");
            Databases.createIfMissing(database);
            Migrator.migrate(database, RolePasswords.same(PASSWORD));
            System.out.println(
                    "  " + Sql.rows(database, "SELECT current_setting('fsync') AS fsync, version() AS server"));
            compare(database, new MessageRows());
            compare(database, new NotificationRows());
        } finally {
            AcknowledgeBench.delete(data);
        }
    }

    private static void compare(DatabaseAddress database, InsertedRows rows) {
        rows.prepare(database);
        Sql.script(database, """
                CREATE SCHEMA IF NOT EXISTS bare;
                CREATE TABLE bare.%1$s (LIKE %2$s INCLUDING DEFAULTS, PRIMARY KEY (%3$s));
                GRANT USAGE ON SCHEMA bare TO %4$s;
                GRANT INSERT ON bare.%1$s TO %4$s;
                """.formatted(rows.bareName(), rows.table(), rows.key(), rows.role()));
        System.out.println("  " + rows.table());
        var pool = pool(database.as(rows.role(), PASSWORD));
        try {
            var writer = new Database(pool);
            for (int round = 0; round < WARM_UP; round++) {
                var unused = insert(database, writer, rows, rows.full());
                unused = insert(database, writer, rows, rows.bare());
            }
            rounds(database, writer, rows);
        } finally {
            pool.disposeLater().block();
        }
        var count = "SELECT (SELECT count(*) FROM " + rows.table() + ") AS full, (SELECT count(*) FROM bare."
                + rows.bareName() + ") AS bare";
        System.out.println("    rows now " + Sql.rows(database, count).getFirst());
    }

    private static void rounds(DatabaseAddress database, Database writer, InsertedRows rows) {
        var ratios = new ArrayList<Double>();
        for (int round = 1; round <= ROUNDS; round++) {
            var full = insert(database, writer, rows, rows.full());
            var bare = insert(database, writer, rows, rows.bare());
            double ratio = full.perSecond() / bare.perSecond();
            ratios.add(ratio);
            System.out.printf(
                    "    round %2d: %,7.0f rows/s, WAL %,.0f bytes/row; bare %,7.0f rows/s, WAL %,.0f bytes/row; ratio %.2f%n",
                    round, full.perSecond(), full.walPerRow(), bare.perSecond(), bare.walPerRow(), ratio);
        }
        ratios.sort(Comparator.naturalOrder());
        System.out.printf(
                "    ratio: median %.2f, from %.2f to %.2f (target 0.40)%n",
                ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast());
    }

    /** The rows are made before the clock runs. */
    private static Cost insert(DatabaseAddress database, Database writer, InsertedRows rows, String sql) {
        List<Object[]> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(rows.batch(BATCH));
        }
        long wal = number(database, WAL);
        long start = System.nanoTime();
        for (var batch : batches) {
            var inserted = writer.transaction(statements -> statements.execute(sql, batch))
                    .blockOptional()
                    .orElse(0L);
            if (inserted != BATCH) {
                throw new IllegalStateException("inserted: " + inserted + " (expected: " + BATCH + ")");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double count = BATCH * BATCHES;
        return new Cost(count / seconds, (number(database, WAL) - wal) / count);
    }

    private static long number(DatabaseAddress database, String query) {
        return Long.parseLong(
                Sql.rows(database, query).getFirst().values().iterator().next());
    }

    /** Of one connection, as one writer has it. */
    private static ConnectionPool pool(DatabaseAddress address) {
        var options = ConnectionFactoryOptions.parse(address.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, address.user())
                .option(ConnectionFactoryOptions.PASSWORD, address.password())
                .build();
        return new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
                .initialSize(1)
                .maxSize(1)
                .build());
    }
}
