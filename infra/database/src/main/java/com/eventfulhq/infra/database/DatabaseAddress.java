package com.eventfulhq.infra.database;

/** Where a database is and who knocks. The password never shows in {@link #toString()}. */
public record DatabaseAddress(String host, int port, String database, String user, String password) {

    public DatabaseAddress {
        if (host.isBlank() || database.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("host, database and user must be given");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + place();
    }

    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + place();
    }

    /** The same database, entered by somebody else. */
    public DatabaseAddress as(String otherUser, String otherPassword) {
        return new DatabaseAddress(host, port, database, otherUser, otherPassword);
    }

    /** The same server and user, another database. */
    public DatabaseAddress in(String otherDatabase) {
        return new DatabaseAddress(host, port, otherDatabase, user, password);
    }

    @Override
    public String toString() {
        return user + "@" + place();
    }

    private String place() {
        return host + ":" + port + "/" + database;
    }
}
