package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.database.DatabaseAddress;

/** Rows of a hot table, as its service writes them. */
interface InsertedRows {

    /** Schema and name. */
    String table();

    String key();

    /** Who writes it. */
    String role();

    /** Writes what the rows refer to. */
    void prepare(DatabaseAddress database);

    /** The statement of the service, with {@code %1$s} for the table and {@code %2$s} for what it says of conflicts. */
    String statement();

    String onConflict();

    /** The parameters for so many new rows. */
    Object[] batch(int size);

    default String bareName() {
        return table().substring(table().indexOf('.') + 1);
    }

    default String full() {
        return statement().formatted(table(), onConflict());
    }

    /** The same statement, so that what differs is the table alone. */
    default String bare() {
        return statement().formatted("bare." + bareName(), "ON CONFLICT DO NOTHING");
    }
}
