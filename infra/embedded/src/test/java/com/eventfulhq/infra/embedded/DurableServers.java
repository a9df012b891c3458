package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The whole durable set in a JVM of its own, for a test to kill. Arguments: directory, ports of the three. */
final class DurableServers {

    private DurableServers() {}

    public static void main(String[] arguments) throws Exception {
        var ports =
                List.of(arguments).subList(1, 4).stream().map(Integer::parseInt).toList();
        start(Path.of(arguments[0]), ports);
        System.out.println("ready");
        Thread.currentThread().join();
    }

    static Started start(Path directory, List<Integer> ports) throws IOException {
        return new Started(
                PostgresNode.start(directory, ports.get(0), Durability.DURABLE),
                RedisNode.start(directory, ports.get(1), Durability.DURABLE),
                KafkaNode.start(directory, ports.get(2), KafkaFlush.PAGE_CACHE));
    }

    record Started(PostgresNode postgres, RedisNode redis, KafkaNode kafka) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            kafka.close();
            redis.close();
            postgres.close();
        }
    }
}
