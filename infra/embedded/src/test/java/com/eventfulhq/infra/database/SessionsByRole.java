package com.eventfulhq.infra.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of a test on its database: one per role, entered when first needed, left together. */
final class SessionsByRole implements AutoCloseable {

    /** Stands for the role that owns the database. */
    static final String OWNER = "owner";

    private final DatabaseAddress database;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    SessionsByRole(DatabaseAddress database) {
        this.database = database;
    }

    Session as(String role) {
        return sessions.computeIfAbsent(
                role, entering -> Session.as(entering.equals(OWNER) ? database.user() : entering, database));
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
    }
}
