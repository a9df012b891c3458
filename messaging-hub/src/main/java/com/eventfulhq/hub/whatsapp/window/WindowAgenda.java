package com.eventfulhq.hub.whatsapp.window;

import com.eventfulhq.common.id.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * When there is something to announce of a window: per bucket and announcement a sorted set of due times, and one of what was
 * told lately, so that a refill does not tell it again.
 *
 * <p>Whoever claims an entry moves it half a minute ahead and removes it when it is told: of several processes one tells, and
 * if that one dies another does.
 */
@Component
final class WindowAgenda {

    /** Far longer than telling takes. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    /** KEYS: set. ARGV: now, end of the claim, at most. */
    @SuppressWarnings("rawtypes")
    private static final RedisScript<List> TAKE = RedisScript.of("""
            local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
            for _, member in ipairs(due) do
              redis.call('ZADD', KEYS[1], ARGV[2], member)
            end
            return due
            """, List.class);

    /** KEYS: set, told. ARGV: end of the claim, until when told is forgotten, then member and told end (or 0) of each. */
    private static final RedisScript<Long> TOLD = RedisScript.of("""
            for i = 3, #ARGV, 2 do
              local due = redis.call('ZSCORE', KEYS[1], ARGV[i])
              if due and tonumber(due) == tonumber(ARGV[1]) then
                redis.call('ZREM', KEYS[1], ARGV[i])
              end
              if ARGV[i + 1] ~= '0' then
                redis.call('ZADD', KEYS[2], ARGV[i + 1], ARGV[i])
              end
            end
            return redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[2])
            """, Long.class);

    /** KEYS: closing set, closing told, closed set, closed told. ARGV: now, lead, look back, then member and end of each. */
    private static final RedisScript<Long> REFILL = RedisScript.of("""
            local now, lead, back = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local function note(set, told, due, expiry, member)
              local known = tonumber(redis.call('ZSCORE', told, member) or '0')
              if due > now - back and known ~= expiry then
                redis.call('ZADD', set, 'GT', due, member)
              end
            end
            for i = 4, #ARGV, 2 do
              local member, expiry = ARGV[i], tonumber(ARGV[i + 1])
              if expiry > now then
                note(KEYS[1], KEYS[2], expiry - lead, expiry, member)
              end
              note(KEYS[3], KEYS[4], expiry, expiry, member)
            end
            return 0
            """, Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final Duration lead;

    WindowAgenda(ReactiveStringRedisTemplate redis, WindowSettings settings) {
        this.redis = redis;
        this.lead = settings.closingBefore();
    }

    /** Entries of one bucket that this process tells now. */
    record Claim(int bucket, Announcement announcement, Instant until, List<ConversationId> conversations) {}

    static String key(Announcement announcement, int bucket) {
        return "wa:windows:{w" + bucket + "}:" + announcement;
    }

    private static String told(Announcement announcement, int bucket) {
        return key(announcement, bucket) + ":told";
    }

    /** Claims what is due; empty if nothing is. */
    Mono<Claim> claim(int bucket, Announcement announcement, Instant now, int atMost) {
        var until = now.plus(CLAIM);
        return redis.execute(TAKE, List.of(key(announcement, bucket)), List.of(millis(now), millis(until), "" + atMost))
                .next()
                .filter(due -> !due.isEmpty())
                .map(due -> new Claim(bucket, announcement, until, conversations(due)));
    }

    private static List<ConversationId> conversations(List<?> members) {
        return members.stream()
                .map(member -> ConversationId.parse(String.valueOf(member)))
                .toList();
    }

    /**
     * A claim is settled.
     *
     * @param told what was true and therefore told
     */
    Mono<Void> settled(Claim claim, Collection<WindowEnd> told, Instant forgetBefore) {
        Map<ConversationId, Instant> ends =
                told.stream().collect(Collectors.toMap(WindowEnd::conversationId, WindowEnd::expiresAt));
        var arguments = new ArrayList<String>(List.of(millis(claim.until()), millis(forgetBefore)));
        for (var conversation : claim.conversations()) {
            var end = ends.get(conversation);
            arguments.add(conversation.toString());
            arguments.add(end == null ? "0" : millis(end));
        }
        var keys = List.of(key(claim.announcement(), claim.bucket()), told(claim.announcement(), claim.bucket()));
        return redis.execute(TOLD, keys, arguments).then();
    }

    /** Notes windows that end soon or ended lately, unless they are noted or were told. */
    Mono<Void> refill(Collection<WindowEnd> ends, Instant now, Duration lookBack) {
        Map<Integer, List<WindowEnd>> byBucket =
                ends.stream().collect(Collectors.groupingBy(end -> RedisWindows.bucket(end.conversationId())));
        return Flux.fromIterable(byBucket.entrySet())
                .concatMap(entry -> {
                    int bucket = entry.getKey();
                    var arguments =
                            new ArrayList<String>(List.of(millis(now), "" + lead.toMillis(), "" + lookBack.toMillis()));
                    for (var end : entry.getValue()) {
                        arguments.add(end.conversationId().toString());
                        arguments.add(millis(end.expiresAt()));
                    }
                    return redis.execute(REFILL, refillKeys(bucket), arguments);
                })
                .then();
    }

    private static List<String> refillKeys(int bucket) {
        return List.of(
                key(Announcement.CLOSING, bucket),
                told(Announcement.CLOSING, bucket),
                key(Announcement.CLOSED, bucket),
                told(Announcement.CLOSED, bucket));
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
