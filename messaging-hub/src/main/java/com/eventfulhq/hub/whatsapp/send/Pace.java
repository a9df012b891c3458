package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How fast this process may send: a bucket per business number and one per conversation (Meta's pair of number and user).
 * A number that Meta throttles is slowed to half, and comes back by a twentieth of its throughput a second.
 */
@Component
final class Pace {

    private static final double SLOWEST = 0.05;
    private static final double RECOVERY_PER_SECOND = 0.05;
    private static final double BURST_SECONDS = 0.25;

    private final SendSettings.Pace settings;
    private final Clock clock;
    private final Map<PhoneNumberId, Throughput> numbers;
    private final Map<ConversationId, TokenBucket> pairs;

    Pace(SendSettings settings, Clock clock) {
        this.settings = settings.pace();
        this.clock = clock;
        this.numbers = bounded(this.settings.remembered());
        this.pairs = bounded(this.settings.remembered());
    }

    /** Forgetting a full bucket changes nothing; the longest unused is most likely full. */
    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Asks for a place. A place at most {@code max-wait} away is taken by asking; one further away is not.
     *
     * @return how long to wait
     */
    synchronized Duration reserve(PhoneNumberId number, int messagesPerSecond, ConversationId conversation) {
        var now = clock.instant();
        var throughput = numbers.computeIfAbsent(number, id -> new Throughput(messagesPerSecond, now));
        var pair = pairs.computeIfAbsent(conversation, id -> new TokenBucket(settings.pairBurst(), now));
        var numberWait =
                throughput.bucket.waitFor(messagesPerSecond * settings.headroom() * throughput.share(now), now);
        var pairWait = pair.waitFor(1_000.0 / settings.pairRefill().toMillis(), now);
        var wait = numberWait.compareTo(pairWait) > 0 ? numberWait : pairWait;
        if (!tooLong(wait)) {
            throughput.bucket.take();
            pair.take();
        }
        return wait;
    }

    /** Whether this wait is spent in the database instead. */
    boolean tooLong(Duration wait) {
        return wait.compareTo(settings.maxWait()) > 0;
    }

    /** Meta says the number is too fast. */
    synchronized void slowDown(PhoneNumberId number) {
        var throughput = numbers.get(number);
        if (throughput != null) {
            throughput.halve(clock.instant());
        }
    }

    /** One number's bucket and the share of its throughput that is left to it. */
    private static final class Throughput {
        private final TokenBucket bucket;
        private double share = 1;
        private Instant since;

        Throughput(int messagesPerSecond, Instant now) {
            this.bucket = new TokenBucket(Math.max(1, messagesPerSecond * BURST_SECONDS), now);
            this.since = now;
        }

        double share(Instant now) {
            double seconds = Math.max(0, Duration.between(since, now).toMillis() / 1_000.0);
            return Math.min(1, share + seconds * RECOVERY_PER_SECOND);
        }

        void halve(Instant now) {
            share = Math.max(SLOWEST, share(now) / 2);
            since = now;
        }
    }
}
