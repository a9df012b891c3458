package com.eventfulhq.infra.database;

/** Databases of one server: created when missing, copied from a template. */
public final class Databases {

    private Databases() {}

    /** Creates the database named in the address unless it is there; says whether it had to. */
    public static boolean createIfMissing(DatabaseAddress admin) {
        return Jdbc.with(admin.in("postgres"), "creating database " + admin.database(), connection -> {
            if (Jdbc.exists(connection, "SELECT FROM pg_database WHERE datname = ?", admin.database())) {
                return false;
            }
            Jdbc.execute(connection, Jdbc.format(connection, "CREATE DATABASE %I", admin.database()));
            return true;
        });
    }

    /** A new database that starts as a copy of {@code template}, to which nobody may be connected meanwhile. */
    public static DatabaseAddress copy(DatabaseAddress template, String name) {
        return Jdbc.with(template.in("postgres"), "copying database " + template.database(), connection -> {
            Jdbc.execute(
                    connection, Jdbc.format(connection, "CREATE DATABASE %I TEMPLATE %I", name, template.database()));
            return template.in(name);
        });
    }

    /** Drops the database and sends its visitors away; nothing happens if it is not there. */
    public static void drop(DatabaseAddress admin) {
        Jdbc.with(admin.in("postgres"), "dropping database " + admin.database(), connection -> {
            Jdbc.execute(
                    connection, Jdbc.format(connection, "DROP DATABASE IF EXISTS %I WITH (FORCE)", admin.database()));
            return true;
        });
    }
}
