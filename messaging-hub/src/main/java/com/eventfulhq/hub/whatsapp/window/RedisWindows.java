package com.eventfulhq.hub.whatsapp.window;

import com.eventfulhq.common.id.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The fast copy of the windows. A key per window holds its end in epoch milliseconds and expires with it; the
 * {@link WindowAgenda} of its bucket notes when it is to be announced. All keys of a bucket share a hash tag, so one script reaches them in a cluster.
 */
@Component
final class RedisWindows {

    static final int BUCKETS = 16;

    /** An id, a time in milliseconds and two blanks. */
    private static final int BYTES_PER_WINDOW = 36 + 13 + 2;

    /**
     * A window that a late callback opens for its last half hour is closing at once: that due time lies behind already.
     *
     * <p>KEYS: closing set, closed set. ARGV: now, lead, what the windows' keys begin with, then member and end of each window, all
     * in one text: thousands of arguments cost more than what is done with them. The windows' keys share the hash tag of the sets,
     * so wherever a cluster lets the script reach these, it reaches those.
     */
    private static final RedisScript<Long> EXTEND = RedisScript.of("""
            local now, lead, moved = tonumber(ARGV[1]), tonumber(ARGV[2]), 0
            for member, expiry in string.gmatch(ARGV[4], '(%S+) (%d+)') do
              local key, ends = ARGV[3] .. member, tonumber(expiry)
              local known = tonumber(redis.call('GET', key) or '0')
              if ends > known and ends > now then
                redis.call('SET', key, expiry, 'PX', ends - now)
                redis.call('ZADD', KEYS[2], expiry, member)
                redis.call('ZADD', KEYS[1], ends - lead, member)
                moved = moved + 1
              end
            end
            return moved
            """, Long.class);

    /** KEYS: closing set, closed set, the window's key. ARGV: now, member. */
    private static final RedisScript<Long> FORGET = RedisScript.of("""
            redis.call('ZREM', KEYS[1], ARGV[2])
            redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
            return redis.call('DEL', KEYS[3])
            """, Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final Duration lead;

    RedisWindows(ReactiveStringRedisTemplate redis, WindowSettings settings) {
        this.redis = redis;
        this.lead = settings.closingBefore();
    }

    /** Moves windows forward, never back; one script per bucket. */
    Mono<Void> extend(Collection<WindowEnd> ends, Instant now) {
        Map<Integer, List<WindowEnd>> byBucket =
                ends.stream().collect(Collectors.groupingBy(end -> bucket(end.conversationId())));
        return Flux.fromIterable(byBucket.entrySet())
                .flatMap(bucket -> extend(bucket.getKey(), bucket.getValue(), now), BUCKETS)
                .then();
    }

    private Flux<Long> extend(int bucket, List<WindowEnd> ends, Instant now) {
        var keys =
                List.of(WindowAgenda.key(Announcement.CLOSING, bucket), WindowAgenda.key(Announcement.CLOSED, bucket));
        var windows = new StringBuilder(ends.size() * BYTES_PER_WINDOW);
        for (var end : ends) {
            windows.append(end.conversationId().value())
                    .append(' ')
                    .append(end.expiresAt().toEpochMilli())
                    .append(' ');
        }
        return redis.execute(
                EXTEND,
                keys,
                List.of(
                        Long.toString(now.toEpochMilli()),
                        Long.toString(lead.toMillis()),
                        prefix(bucket),
                        windows.toString()));
    }

    /** When the window ends, if Redis knows. */
    Mono<Instant> end(ConversationId conversationId) {
        return redis.opsForValue().get(key(conversationId)).map(Long::parseLong).map(Instant::ofEpochMilli);
    }

    /** Forgets a window and makes its end due now. */
    Mono<Void> forget(ConversationId conversationId, Instant now) {
        int bucket = bucket(conversationId);
        var keys = List.of(
                WindowAgenda.key(Announcement.CLOSING, bucket),
                WindowAgenda.key(Announcement.CLOSED, bucket),
                key(conversationId));
        return redis.execute(FORGET, keys, List.of(Long.toString(now.toEpochMilli()), conversationId.toString()))
                .then();
    }

    private static String key(ConversationId conversationId) {
        return prefix(bucket(conversationId)) + conversationId;
    }

    private static String prefix(int bucket) {
        return "wa:window:{w" + bucket + "}:";
    }

    static int bucket(ConversationId conversationId) {
        return Math.floorMod(conversationId.value().hashCode(), BUCKETS);
    }
}
