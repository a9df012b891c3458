package com.eventfulhq.hub.whatsapp.window;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.common.work.RegularWork;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import io.r2dbc.spi.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Says that a window closes soon, and that it has closed. Redis knows when to look, PostgreSQL whether it is true. A window is
 * taken off the list after it was announced: a crash in between announces it again, under the same id.
 */
@Component
final class WindowAnnouncer extends RegularWork {

    /** A refill looks back this far, for windows that ended while Redis knew nothing. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    private static final String FIND = """
            SELECT c.conversation_id, n.team_id, c.session_expires_at FROM communications.whatsapp_conversations c
            JOIN communications.business_phone_numbers n ON n.phone_number_id = c.business_phone_number_id
            WHERE c.conversation_id = ANY($1) AND c.session_expires_at IS NOT NULL
            """;

    private static final String ENDING = """
            SELECT conversation_id, session_expires_at FROM communications.whatsapp_conversations
            WHERE session_expires_at BETWEEN $1 AND $2
              AND session_expires_within BETWEEN date_bin('10 minutes', $1, 'epoch') AND date_bin('10 minutes', $2, 'epoch')
            ORDER BY session_expires_within, session_expires_at LIMIT $3
            """;

    private final RedisWindows redis;
    private final WindowAgenda agenda;
    private final Database database;
    private final HubEvents events;
    private final WindowSettings settings;
    private final Clock clock;

    WindowAnnouncer(
            RedisWindows redis,
            WindowAgenda agenda,
            Database database,
            HubEvents events,
            WindowSettings settings,
            Clock clock) {
        this.redis = redis;
        this.agenda = agenda;
        this.database = database;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        repeat("windows to be announced, back into Redis", settings.refillEvery(), this::refill);
        repeat("windows that close", settings.announceEvery(), this::announceDue);
    }

    private record Found(
            ConversationId conversationId, @Nullable TeamId teamId, Instant expiresAt) {

        WindowEnd end() {
            return new WindowEnd(conversationId, expiresAt);
        }
    }

    Mono<Void> announceDue() {
        return Flux.range(0, RedisWindows.BUCKETS)
                .concatMap(bucket -> announce(bucket, Announcement.CLOSING).then(announce(bucket, Announcement.CLOSED)))
                .then();
    }

    private Mono<Void> announce(int bucket, Announcement announcement) {
        return agenda.claim(bucket, announcement, clock.instant(), settings.announceAtMost())
                .flatMap(claim -> find(claim.conversations()).flatMap(found -> tell(claim, found)));
    }

    /** Published, then settled: dying in between tells it again, under the same id. */
    private Mono<Void> tell(WindowAgenda.Claim claim, List<Found> found) {
        var now = clock.instant();
        var announcement = claim.announcement();
        var told = found.stream()
                .filter(window -> announcement.isTrue(window.end(), now, settings.closingBefore()))
                .toList();
        return events.publish(
                        told.stream().map(window -> event(window, announcement)).toList())
                .then(Mono.defer(() -> agenda.settled(
                        claim, told.stream().map(Found::end).toList(), now.minus(LOOK_BACK.multipliedBy(2)))));
    }

    private Mono<List<Found>> find(List<ConversationId> conversations) {
        var ids = conversations.stream().map(ConversationId::value).toArray(UUID[]::new);
        return database.single(statements -> statements.query(FIND, WindowAnnouncer::found, (Object) ids));
    }

    private static Found found(Row row) {
        UUID team = row.get(1, UUID.class);
        return new Found(
                new ConversationId(Objects.requireNonNull(row.get(0, UUID.class))),
                team == null ? null : new TeamId(team),
                Objects.requireNonNull(row.get(2, Instant.class)));
    }

    private static HubEvent event(Found window, Announcement announcement) {
        var event =
                switch (announcement) {
                    case CLOSING ->
                        new WhatsAppEvent.WindowClosing(window.conversationId(), window.teamId(), window.expiresAt());
                    case CLOSED ->
                        new WhatsAppEvent.WindowClosed(window.conversationId(), window.teamId(), window.expiresAt());
                };
        var id = window.conversationId() + ":" + announcement + ":"
                + window.expiresAt().toEpochMilli();
        return new HubEvent(id, window.expiresAt(), TraceContext.start(), event);
    }

    /** Gives Redis back what it needs to announce soon, should it have forgotten. */
    Mono<Void> refill() {
        var now = clock.instant();
        return database.single(statements -> statements.query(
                        ENDING,
                        row -> new WindowEnd(
                                new ConversationId(Objects.requireNonNull(row.get(0, UUID.class))),
                                Objects.requireNonNull(row.get(1, Instant.class))),
                        now.minus(LOOK_BACK),
                        now.plus(settings.refillAhead()),
                        settings.refillAtMost()))
                .flatMap(ends -> redis.extend(ends, now).then(agenda.refill(ends, now, LOOK_BACK)));
    }
}
