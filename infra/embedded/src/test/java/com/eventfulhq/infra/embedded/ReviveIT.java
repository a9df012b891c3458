package com.eventfulhq.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.infra.database.Sql;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies is there again, with what it had confirmed; one that was stopped stays so. */
class ReviveIT {

    @TempDir
    Path directory;

    @Test
    void postgresComesBackWithWhatItConfirmed() throws Exception {
        try (var postgres = PostgresNode.start(directory, 0, Durability.DURABLE)) {
            var database = postgres.database("postgres");
            Sql.script(database, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
            postgres.kill();

            await().until(postgres::revive);

            assertThat(Sql.rows(database, "SELECT id FROM kept").getFirst()).containsValue("7");
        }
    }

    @Test
    void redisComesBackWithWhatItsAppendOnlyFileSays() throws Exception {
        try (var redis = RedisNode.start(directory, 0, Durability.DURABLE)) {
            RedisCall.to(redis.port(), "SET", "kept", "7");
            redis.kill();

            await().until(redis::revive);

            assertThat(redis.get("kept")).isEqualTo("7");
        }
    }

    @Test
    void nothingHappensToThoseThatRun() throws Exception {
        try (var redis = RedisNode.start(directory, 0, Durability.DURABLE)) {
            assertThat(redis.revive()).isFalse();
        }
    }

    @Test
    void whoWasStoppedStaysSo() throws Exception {
        try (var redis = RedisNode.start(directory, 0, Durability.DURABLE)) {
            redis.stop();

            assertThat(redis.revive()).isFalse();
        }
    }
}
