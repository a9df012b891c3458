package com.eventfulhq.infra.database;

/** Databases of one server: created when missing, copied from a template. */
public final class Databases {

    private Databases() {}

    /**
     * The provider that is built in compares texts byte by byte, the same on every machine and after every upgrade of the operating
     * system, and at a fraction of the cost; most of our text keys are ids. Case is still that of Unicode. Names that people
     * read in their order are sorted by a collation named in the query.
     */
    private static final String CREATE = "CREATE DATABASE %I TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin"
            + " BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'";

    /** Creates the database named in the address unless it is there; says whether it had to. */
    public static boolean createIfMissing(DatabaseAddress admin) {
        return Jdbc.with(admin.in("postgres"), "creating database " + admin.database(), connection -> {
            if (Jdbc.exists(connection, "SELECT FROM pg_database WHERE datname = ?", admin.database())) {
                return false;
            }
            Jdbc.execute(connection, Jdbc.format(connection, CREATE, admin.database()));
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
