package com.eventfulhq.infra.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of a test on its database: one per role, entered when first needed, left together. */
final class SessionsByRole implements AutoCloseable {

    private final DatabaseAddress database;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    SessionsByRole(DatabaseAddress database) {
        this.database = database;
    }

    Session as(String role) {
        return sessions.computeIfAbsent(role, entering -> Session.as(entering, database));
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
    }
}
