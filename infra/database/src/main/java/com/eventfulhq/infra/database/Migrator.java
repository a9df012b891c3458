package com.eventfulhq.infra.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings a database to the version of this code, then lets the service roles in.
 *
 * <p>All pending migrations run in one transaction: a failure leaves the database exactly as it was. Two migrators at
 * once are safe, the second waits and finds nothing to do.
 */
public final class Migrator {

    private static final String SCRIPTS = "classpath:db/migration";
    /** Any number will do, as long as nobody else locks with it: "EVENTFUL" as bytes. */
    private static final long ROLES_LOCK = 0x4556454E5446554CL;

    private Migrator() {}

    /** Returns how many migrations were applied; 0 when the database was current. */
    public static int migrate(DatabaseAddress admin, RolePasswords passwords) {
        return migrate(admin, passwords, SCRIPTS);
    }

    static int migrate(DatabaseAddress admin, RolePasswords passwords, String scripts) {
        var flyway = flyway(admin, scripts);
        refuseNewer(admin, flyway.info().all());
        var applied = flyway.migrate().migrationsExecuted;
        letIn(admin, passwords);
        return applied;
    }

    private static Flyway flyway(DatabaseAddress admin, String scripts) {
        return Flyway.configure()
                .dataSource(admin.jdbcUrl(), admin.user(), admin.password())
                .locations(scripts)
                .defaultSchema("public")
                .schemas("public")
                .createSchemas(false)
                // Function bodies and JSON templates contain ${…}; nothing of ours contains @{…}.
                .placeholderPrefix("@{")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .group(true)
                .cleanDisabled(true)
                .load();
    }

    private static void refuseNewer(DatabaseAddress admin, MigrationInfo[] migrations) {
        var newest = Arrays.stream(migrations)
                .filter(migration -> isFuture(migration.getState()))
                .reduce((first, second) -> second);
        if (newest.isPresent()) {
            throw new DatabaseTooNew(admin, newest.get().getVersion().getVersion(), newestKnown(migrations));
        }
    }

    private static boolean isFuture(MigrationState state) {
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }

    private static String newestKnown(MigrationInfo[] migrations) {
        return Arrays.stream(migrations)
                .filter(migration -> !isFuture(migration.getState()) && migration.getVersion() != null)
                .reduce((first, second) -> second)
                .map(migration -> migration.getVersion().getVersion())
                .orElse("none");
    }

    private static void letIn(DatabaseAddress admin, RolePasswords passwords) {
        Jdbc.with(admin, "giving the service roles their passwords", connection -> {
            connection.setAutoCommit(false);
            // Roles are shared by the whole cluster: two migrators altering one at once would fail.
            Jdbc.execute(connection, "SELECT pg_advisory_xact_lock(" + ROLES_LOCK + ")");
            for (var role : passwords.byRole().entrySet()) {
                alter(connection, role.getKey(), role.getValue());
            }
            connection.commit();
            return passwords;
        });
    }

    private static void alter(Connection connection, String role, String password) throws SQLException {
        Jdbc.execute(connection, Jdbc.format(connection, "ALTER ROLE %I LOGIN PASSWORD %L", role, password));
    }
}
