package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.chat.BusEntry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A sorted set per partition: people by when they were last said to be online. The clock is that of the Redis that keeps the set, for
 * writing and for reading; people are given in one text, because thousands of arguments cost more than what is done with them.
 */
final class RedisLeases implements Leases {

    private static final String PREFIX = "chat:presence:";

    /** Of one partition at a time; what is left is for the next time. */
    private static final int MOST_FORGOTTEN = 5_000;

    /** Without GT: should the clock be set back, what it says now holds. */
    private static final RedisScript<Long> RENEW = RedisScript.of("""
            local time, people = redis.call('TIME'), {}
            local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
            for person in string.gmatch(ARGV[1], '%S+') do
              people[#people + 1] = now
              people[#people + 1] = person
            end
            return redis.call('ZADD', KEYS[1], unpack(people))
            """, Long.class);

    /** The time, and then one for each: as a text, in which there can be nothing between two that are there. */
    private static final RedisScript<String> LOOK = RedisScript.of("""
            local time, people = redis.call('TIME'), {}
            local answer = { string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)) }
            for person in string.gmatch(ARGV[1], '%S+') do
              people[#people + 1] = person
            end
            for i, seen in ipairs(redis.call('ZMSCORE', KEYS[1], unpack(people))) do
              answer[#answer + 1] = seen and string.format('%.0f', tonumber(seen)) or '0'
            end
            return table.concat(answer, ' ')
            """, String.class);

    private static final RedisScript<Long> FORGET = RedisScript.of("""
            local oldest = redis.call('TIME')[1] * 1000 - ARGV[1]
            local people = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', oldest), 'LIMIT', 0, ARGV[2])
            return #people > 0 and redis.call('ZREM', KEYS[1], unpack(people)) or 0
            """, Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final Duration timeout;

    RedisLeases(ReactiveStringRedisTemplate redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    @Override
    public Mono<Void> renew(Part part) {
        return run(RENEW, part.partition(), text(part)).then();
    }

    @Override
    public Mono<Glance> look(Part part) {
        return run(LOOK, part.partition(), text(part)).next().map(answer -> glance(part, answer));
    }

    @Override
    public Mono<Void> forget(Duration after) {
        return Flux.range(0, BusEntry.PARTITIONS)
                .concatMap(partition ->
                        run(FORGET, partition, Long.toString(after.toMillis()), Integer.toString(MOST_FORGOTTEN)))
                .then();
    }

    private <T> Flux<T> run(RedisScript<T> script, int partition, String... arguments) {
        return redis.execute(script, List.of(key(partition)), List.of(arguments))
                .timeout(timeout);
    }

    static String key(int partition) {
        return PREFIX + partition;
    }

    private static String text(Part part) {
        return part.people().stream().map(UUID::toString).collect(Collectors.joining(" "));
    }

    private static Glance glance(Part part, String answer) {
        var times = answer.split(" ", -1);
        var seen = new long[part.people().size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Long.parseLong(times[i + 1]);
        }
        return new Glance(part, Long.parseLong(times[0]), seen);
    }
}
