package com.eventfulhq.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestServersIT {

    @Test
    void everyDatabaseIsItsOwn() throws SQLException {
        var servers = TestServers.get();
        var one = servers.newDatabase();
        var other = servers.newDatabase();

        try (var connection = DriverManager.getConnection(one.jdbcUrl(), one.user(), one.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE only_here (id int)");
        }

        try (var connection = DriverManager.getConnection(other.jdbcUrl(), other.user(), other.password());
                var rows = connection.getMetaData().getTables(null, null, "only_here", null)) {
            assertThat(rows.next()).isFalse();
        }
    }
}
