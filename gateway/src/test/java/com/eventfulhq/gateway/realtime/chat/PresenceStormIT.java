package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.realtime.Client;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;

/** Many who come at once: with the settings as they are. */
class PresenceStormIT {

    private static final int MANY = 1_000;
    private static final Duration GATHER = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aThousandConnectionsAreSaidWithFarFewerCommands() {
        List<Client> clients = new ArrayList<>();
        try (var world = ChatWorld.start(Map.of())) {
            var redis = world.gateway.bean(ReactiveStringRedisTemplate.class);
            // What others of this test run have left.
            var unused = redis.delete(redis.keys("chat:presence:*")).block(PATIENCE);
            long before = commands(redis);
            long began = System.nanoTime();

            for (int i = 0; i < MANY; i++) {
                UserId somebody = ChatWorld.somebody();
                clients.add(Client.open(world.uri(), ChatWorld.token(somebody)));
            }
            await().atMost(PATIENCE).until(() -> said(redis) == MANY);

            long pauses = Duration.ofNanos(System.nanoTime() - began).dividedBy(GATHER);
            assertThat(commands(redis) - before).isLessThanOrEqualTo(BusEntry.PARTITIONS * (pauses + 3));
            assertThat(online(world)).isEqualTo(MANY);
        } finally {
            clients.forEach(Client::close);
        }
    }

    private static double online(ChatWorld world) {
        return world.gateway
                .bean(MeterRegistry.class)
                .get("eventful.realtime.presence.online")
                .gauge()
                .value();
    }

    private static long said(ReactiveStringRedisTemplate redis) {
        return Objects.requireNonNull(Flux.range(0, BusEntry.PARTITIONS)
                .concatMap(partition -> redis.opsForZSet().count("chat:presence:" + partition, Range.unbounded()))
                .reduce(0L, Long::sum)
                .block(PATIENCE));
    }

    /** How many times Redis was told of people. */
    private static long commands(ReactiveStringRedisTemplate redis) {
        Properties statistics = Objects.requireNonNull(redis.getConnectionFactory()
                .getReactiveConnection()
                .serverCommands()
                .info("commandstats")
                .block(PATIENCE));
        var zadd = statistics.getProperty("cmdstat_zadd", "calls=0,");
        return Long.parseLong(zadd.substring("calls=".length(), zadd.indexOf(',')));
    }
}
