package com.eventfulhq.infra.database;

/** The database has been migrated by newer code; running older code on it could destroy what that code relies on. */
public final class DatabaseTooNew extends RuntimeException {

    DatabaseTooNew(DatabaseAddress address, String found, String newestKnown) {
        super("database " + address + ": is at version " + found + " (expected: at most " + newestKnown
                + "); use the release that migrated it, or a newer one");
    }
}
