package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealServers
class MigratorIT {

    private static final RolePasswords PASSWORDS = RolePasswords.same("test");

    private DatabaseAddress empty;

    @BeforeEach
    void startsWithAnEmptyDatabase(TestServers servers) {
        empty = servers.postgres().database("migrator_" + UUID.randomUUID());
        Databases.createIfMissing(empty);
    }

    @Test
    void migratingTwiceChangesNothing() {
        assertThat(Migrator.migrate(empty, PASSWORDS)).isPositive();

        assertThat(Migrator.migrate(empty, PASSWORDS)).isZero();
    }

    @Test
    void refusesADatabaseThatIsNewerThanTheCode() {
        migrate("second");

        assertThatThrownBy(() -> migrate("first"))
                .isInstanceOf(DatabaseTooNew.class)
                .hasMessageContaining("is at version 002 (expected: at most 001)");
    }

    @Test
    void leavesTheDatabaseAsItWasWhenAMigrationFails() {
        assertThatThrownBy(() -> migrate("broken")).isInstanceOf(FlywayException.class);

        assertThat(exists("one")).isFalse();
        assertThat(exists("two")).isFalse();
    }

    @Test
    void continuesAfterTheBrokenMigrationIsMended() {
        migrate("first");
        assertThatThrownBy(() -> migrate("broken")).isInstanceOf(FlywayException.class);

        assertThat(migrate("second")).isEqualTo(1);
        assertThat(exists("two")).isTrue();
    }

    @Test
    void leavesDollarBracesAlone() {
        migrate("first");

        var text = Jdbc.with(empty, "asking", connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT dollars()")) {
                rows.next();
                return rows.getString(1);
            }
        });
        assertThat(text).isEqualTo("${kept}");
    }

    @Test
    void letsEachServiceWriteOnlyWhatIsItsOwn() {
        Migrator.migrate(empty, PASSWORDS);

        var hub = empty.as("messaging_hub", PASSWORDS.of("messaging_hub"));
        assertThatThrownBy(() -> run(hub, "UPDATE security.users SET version = 0"))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("permission denied");
        run(hub, "UPDATE communications.whatsapp_conversations SET session_expires_at = session_expires_at");
    }

    private int migrate(String scripts) {
        return Migrator.migrate(empty, PASSWORDS, "classpath:migrations/" + scripts);
    }

    private boolean exists(String table) {
        return Jdbc.with(
                empty,
                "looking",
                connection -> Jdbc.exists(connection, "SELECT FROM pg_tables WHERE tablename = ?", table));
    }

    private static void run(DatabaseAddress database, String sql) {
        Jdbc.with(database, "running", connection -> {
            Jdbc.execute(connection, sql);
            return true;
        });
    }
}
