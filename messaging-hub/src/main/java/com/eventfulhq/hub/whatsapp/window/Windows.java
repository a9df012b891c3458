package com.eventfulhq.hub.whatsapp.window;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ConversationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The windows: PostgreSQL is right, Redis is fast. Only an open answer of Redis is believed; whatever else it says, or does not
 * say, PostgreSQL is asked, and Redis told.
 */
@Component
public final class Windows {

    private static final Logger LOG = LoggerFactory.getLogger(Windows.class);

    /** Longer than any sane answer of Redis; then PostgreSQL is asked. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final String FIND =
            "SELECT session_expires_at FROM communications.whatsapp_conversations WHERE conversation_id = $1";

    /** What the user wrote after Meta's refusal has opened the window anew. */
    private static final String CLOSE = """
            UPDATE communications.whatsapp_conversations c SET session_expires_at = t.at, updated_at = now()
            FROM (SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS u(conversation_id, at) ORDER BY 1) t
            WHERE c.conversation_id = t.conversation_id AND c.session_expires_at > t.at
              AND (c.last_inbound_at IS NULL OR c.last_inbound_at <= t.at)
            """;

    private final Database database;
    private final RedisWindows redis;
    private final Clock clock;
    private final Counter fromRedis;
    private final Counter fromPostgres;
    private final Counter redisMissed;

    Windows(Database database, RedisWindows redis, Clock clock, MeterRegistry registry) {
        this.database = database;
        this.redis = redis;
        this.clock = clock;
        this.fromRedis = registry.counter("eventful.whatsapp.window.reads", "source", "redis");
        this.fromPostgres = registry.counter("eventful.whatsapp.window.reads", "source", "postgres");
        this.redisMissed = registry.counter("eventful.whatsapp.window.redis.failed");
    }

    /** Tells Redis of windows PostgreSQL has moved forward already. Never fails: readers find out by themselves. */
    public Mono<Void> extend(Collection<WindowEnd> ends) {
        if (ends.isEmpty()) {
            return Mono.empty();
        }
        return redis.extend(ends, clock.instant())
                .timeout(PATIENCE.multipliedBy(4))
                .onErrorResume(this::missed);
    }

    /** When the window ends or ended; empty if it never was open. Right even if Redis has forgotten everything. */
    public Mono<Instant> end(ConversationId conversationId) {
        return redis.end(conversationId)
                .timeout(PATIENCE)
                .onErrorResume(e -> this.<Instant>missed(e))
                .filter(end -> end.isAfter(clock.instant()))
                .doOnNext(end -> fromRedis.increment())
                .switchIfEmpty(Mono.defer(() -> fromPostgres(conversationId)));
    }

    private Mono<Instant> fromPostgres(ConversationId conversationId) {
        return database.single(statements -> statements.query(
                        FIND, row -> Optional.ofNullable(row.get(0, Instant.class)), conversationId.value()))
                .doOnNext(rows -> fromPostgres.increment())
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst().flatMap(end -> end)))
                .flatMap(end ->
                        extend(List.of(new WindowEnd(conversationId, end))).thenReturn(end));
    }

    /** Meta refused a free-form message with 131047: the window is closed since then, whatever we thought. */
    public Mono<Void> closedByMeta(ConversationId conversationId, Instant at) {
        return database.single((Statements statements) -> close(statements, Map.of(conversationId, at)))
                .then(Mono.defer(() -> forget(Set.of(conversationId))));
    }

    /** The same for several conversations, inside the caller's transaction; {@link #forget} them when it is committed. */
    public Mono<Void> close(Statements statements, Map<ConversationId, Instant> closed) {
        if (closed.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        CLOSE,
                        closed.keySet().stream().map(ConversationId::value).toArray(UUID[]::new),
                        closed.values().toArray(Instant[]::new))
                .then();
    }

    /** Makes Redis forget windows and look at once whether there is an end to announce. Never fails. */
    public Mono<Void> forget(Collection<ConversationId> conversations) {
        return Flux.fromIterable(conversations)
                .concatMap(conversation -> redis.forget(conversation, clock.instant()))
                .then()
                .timeout(PATIENCE.multipliedBy(4))
                .onErrorResume(this::missed);
    }

    private <T> Mono<T> missed(Throwable error) {
        redisMissed.increment();
        LOG.debug("Redis did not answer about a window: {}", error.toString());
        return Mono.empty();
    }
}
