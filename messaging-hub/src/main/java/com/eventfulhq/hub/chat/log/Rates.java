package com.eventfulhq.hub.chat.log;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How fast commands may come, per person and per conversation. In memory: a conversation has one writer at a time, and what a person may
 * do beyond that with conversations of several writers, or after a restart, is one more burst.
 */
final class Rates {

    private final ChatSettings.Rates settings;
    private final Map<UUID, Bucket> people;
    private final Map<UUID, Bucket> conversations;

    Rates(ChatSettings.Rates settings) {
        this.settings = settings;
        this.people = remembered(settings.remembered());
        this.conversations = remembered(settings.remembered());
    }

    /** How long this command would have to wait; if not at all, it is counted. */
    synchronized Duration waitOf(UUID person, UUID conversation, Instant now) {
        if (!settings.enabled()) {
            return Duration.ZERO;
        }
        var own = people.computeIfAbsent(person, unused -> new Bucket(settings.personBurst(), now));
        var shared =
                conversations.computeIfAbsent(conversation, unused -> new Bucket(settings.conversationBurst(), now));
        var wait = longer(
                own.waitOf(settings.personPerSecond(), settings.personBurst(), now),
                shared.waitOf(settings.conversationPerSecond(), settings.conversationBurst(), now));
        if (wait.isZero()) {
            own.tokens--;
            shared.tokens--;
        }
        return wait;
    }

    /** Counts a command less: what it was decided in came to nothing, and it is decided again. */
    synchronized void giveBack(UUID person, UUID conversation) {
        giveBack(people.get(person), settings.personBurst());
        giveBack(conversations.get(conversation), settings.conversationBurst());
    }

    private static void giveBack(@Nullable Bucket bucket, int burst) {
        if (bucket != null) {
            bucket.tokens = Math.min(burst, bucket.tokens + 1);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Map<UUID, Bucket> remembered(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    private static final class Bucket {
        private static final double NANOS_PER_SECOND = 1e9;

        private double tokens;
        private Instant filledAt;

        Bucket(double burst, Instant now) {
            this.tokens = burst;
            this.filledAt = now;
        }

        Duration waitOf(double perSecond, double burst, Instant now) {
            if (now.isAfter(filledAt)) {
                double passed = Duration.between(filledAt, now).toNanos() / NANOS_PER_SECOND;
                tokens = Math.min(burst, tokens + passed * perSecond);
                filledAt = now;
            }
            return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - tokens) / perSecond * NANOS_PER_SECOND));
        }
    }
}
