package com.eventfulhq.infra.embedded;

import com.eventfulhq.infra.database.DatabaseAddress;
import java.io.IOException;

/** A PostgreSQL of a test run, wherever it comes from. Port and data outlast a stop. */
public interface PostgresServer {

    /** The database of this name, entered as the superuser. */
    DatabaseAddress database(String name);

    /** Starts again after {@link #stop()}; returns when it answers. */
    void start() throws IOException;

    /** Stops the server; the data stays. */
    void stop() throws IOException;
}
