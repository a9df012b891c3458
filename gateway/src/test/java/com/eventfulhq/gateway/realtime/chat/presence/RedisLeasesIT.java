package com.eventfulhq.gateway.realtime.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.infra.embedded.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** What Redis keeps of who is online. */
class RedisLeasesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofDays(30);

    private static LettuceConnectionFactory connections;
    private static ReactiveStringRedisTemplate redis;
    private static Leases leases;

    private final UUID ben = UUID.randomUUID();

    @BeforeAll
    static void connect() {
        connections = new LettuceConnectionFactory(
                "127.0.0.1", TestServers.get().redis().port());
        connections.afterPropertiesSet();
        connections.start();
        redis = new ReactiveStringRedisTemplate(connections);
        leases = new RedisLeases(redis, PATIENCE);
    }

    @AfterAll
    static void disconnect() {
        connections.destroy();
    }

    private static Part only(UUID... people) {
        return new Part(BusEntry.partitionOf(people[0]), List.of(people));
    }

    private static Leases.Glance look(Part part) {
        return Objects.requireNonNull(leases.look(part).block(PATIENCE));
    }

    /** As if it had been said that long ago. */
    private static void saidBefore(UUID person, Duration ago) {
        long then = look(only(person)).now() - ago.toMillis();
        var unused = redis.opsForZSet()
                .add(RedisLeases.key(BusEntry.partitionOf(person)), person.toString(), then)
                .block(PATIENCE);
    }

    @Test
    void whatWasSaidIsSeenByTheSameClock() {
        long before = look(only(ben)).now();
        leases.renew(only(ben)).block(PATIENCE);

        var glance = look(only(ben));

        assertThat(glance.seen()[0]).isBetween(before, glance.now());
    }

    @Test
    void ofWhomNothingWasSaidNothingIsSeen() {
        assertThat(look(only(ben)).seen()).containsExactly(0);
    }

    @Test
    void eachIsSeenInTheirPlace() {
        var other = UUID.randomUUID();
        // One partition for all: which it is does not matter here.
        var part = new Part(3, List.of(ben, other));
        leases.renew(new Part(3, List.of(other))).block(PATIENCE);

        var seen = look(part).seen();

        assertThat(seen[0]).isZero();
        assertThat(seen[1]).isPositive();
    }

    @Test
    void asManyAsMayBeInOneCommandAre() {
        var many = new Part(5, Stream.generate(UUID::randomUUID).limit(3_000).toList());
        leases.renew(many).block(PATIENCE);

        assertThat(look(many).seen()).hasSize(3_000).doesNotContain(0);
    }

    @Test
    void whoWasNotHeardOfForLongIsForgotten() {
        saidBefore(ben, KEPT.plusDays(1));

        leases.forget(KEPT).block(PATIENCE);

        assertThat(look(only(ben)).seen()).containsExactly(0);
    }

    @Test
    void whoWasHeardOfSinceIsNot() {
        saidBefore(ben, KEPT.minusDays(1));

        leases.forget(KEPT).block(PATIENCE);

        assertThat(look(only(ben)).seen()[0]).isPositive();
    }
}
