package com.eventfulhq.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.database.DatabaseAddress;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

@RealServers
class TestServersIT {

    @Test
    void everyDatabaseIsItsOwn(TestServers servers) throws SQLException {
        var one = servers.newDatabase();
        var other = servers.newDatabase();

        execute(one, "CREATE TABLE only_here (id int)");

        assertThat(has(one, "only_here")).isTrue();
        assertThat(has(other, "only_here")).isFalse();
    }

    @Test
    void postgresReturnsWithItsPortAndData(TestServers servers) throws Exception {
        var database = servers.newDatabase();
        execute(database, "CREATE TABLE kept (id int)");

        servers.postgres().stop();
        servers.postgres().start();

        assertThat(has(database, "kept")).isTrue();
    }

    @Test
    void redisReturnsOnItsPortAndForgetsWhenTold(TestServers servers) throws IOException {
        servers.redis().stop();
        servers.redis().start();
        var unused = RedisCall.to(servers.redis().port(), "SET", "key", "value");

        servers.redis().flushAll();

        assertThat(servers.redis().get("key")).isEmpty();
    }

    @Test
    void everyTopicHasFourPartitionsAndOneForItsDeadLetters(TestServers servers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrapServers()))) {
            var names = admin.listTopics().names().get(30, TimeUnit.SECONDS);
            assertThat(names)
                    .contains("whatsapp.callbacks", "whatsapp.sends", "whatsapp.events", "chat.commands", "chat.events")
                    .contains("notification.requests", "notification.deliveries", "notification.events")
                    .contains("domain.events");
            var topics = admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS);
            topics.values().stream().filter(topic -> !topic.isInternal()).forEach(topic -> assertThat(
                            topic.partitions())
                    .as(topic.name())
                    .hasSize(topic.name().endsWith(".dlt") ? 1 : 4));
        }
    }

    private static void execute(DatabaseAddress database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean has(DatabaseAddress database, String table) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var rows = connection.getMetaData().getTables(null, null, table, null)) {
            return rows.next();
        }
    }
}
