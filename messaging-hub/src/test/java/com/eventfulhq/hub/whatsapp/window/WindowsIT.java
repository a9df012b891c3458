package com.eventfulhq.hub.whatsapp.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.PublishedEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** PostgreSQL is right, Redis is fast, and may forget everything at any moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WindowsIT {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final HubUnderTest hub = new HubUnderTest(
            "eventful.whatsapp.window.announce-every=200ms", "eventful.whatsapp.window.refill-every=1s");
    private final PublishedEvents events = new PublishedEvents(hub);
    private final Windows windows = hub.bean(Windows.class);
    private final ReactiveStringRedisTemplate redis = hub.bean(ReactiveStringRedisTemplate.class);

    @AfterAll
    void stop() {
        events.close();
        hub.close();
    }

    private static String user() {
        return Long.toString(
                34_000_000_000L + Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 9_999_999_999L));
    }

    /** A conversation whose guest wrote at that time. */
    private ConversationId writtenAt(String user, Instant at) {
        var wamid = "wamid." + UUID.randomUUID();
        hub.arrive(hub.text(user, wamid, "Hello", at));
        await().until(() ->
                hub.count("SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id = ?", wamid)
                        == 1);
        return ConversationId.parse(hub.conversationOf(user));
    }

    private @Nullable String inRedis(ConversationId conversation) {
        return redis.opsForValue()
                .get("wa:window:{w" + RedisWindows.bucket(conversation) + "}:" + conversation)
                .block();
    }

    private void awaitRedis(ConversationId conversation, Instant end) {
        await().until(() -> Long.toString(end.toEpochMilli()).equals(inRedis(conversation)));
    }

    private @Nullable Instant end(ConversationId conversation) {
        return windows.end(conversation).block();
    }

    @Test
    void redisAndPostgresAgreeOnTheEndAndRedisForgetsItThen() {
        var conversation = writtenAt(user(), now);
        var end = now.plus(Duration.ofHours(24));

        awaitRedis(conversation, end);

        assertThat(end(conversation)).isEqualTo(end);
        var ttl = redis.getExpire("wa:window:{w" + RedisWindows.bucket(conversation) + "}:" + conversation)
                .block();
        assertThat(ttl).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void nothingMovesAWindowBack() {
        var user = user();
        var conversation = writtenAt(user, now);
        awaitRedis(conversation, now.plus(Duration.ofHours(24)));

        writtenAt(user, now.minus(Duration.ofHours(5)));

        assertThat(end(conversation)).isEqualTo(now.plus(Duration.ofHours(24)));
        assertThat(inRedis(conversation))
                .isEqualTo(Long.toString(now.plus(Duration.ofHours(24)).toEpochMilli()));
    }

    @Test
    void anEmptiedRedisChangesNoAnswerAndLearnsAgain() throws IOException {
        var open = writtenAt(user(), now);
        var over = writtenAt(user(), now.minus(Duration.ofDays(3)));
        awaitRedis(open, now.plus(Duration.ofHours(24)));

        hub.servers().redis().flushAll();

        assertThat(end(open)).isEqualTo(now.plus(Duration.ofHours(24)));
        assertThat(end(over)).isEqualTo(now.minus(Duration.ofDays(2)));
        awaitRedis(open, now.plus(Duration.ofHours(24)));
    }

    @Test
    void withoutRedisPostgresAnswers() throws IOException {
        var conversation = writtenAt(user(), now);
        hub.servers().redis().stop();
        try {
            assertThat(end(conversation)).isEqualTo(now.plus(Duration.ofHours(24)));
        } finally {
            hub.servers().redis().start();
        }
    }

    @Test
    void aWindowIsAnnouncedWhenItOpensWhenItClosesSoonAndWhenItHasClosed() {
        var end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4);
        var conversation = writtenAt(user(), end.minus(Duration.ofHours(24)));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !events.of(conversation.toString(), WhatsAppEvent.WindowClosed.class)
                        .isEmpty());

        assertThat(events.of(conversation.toString(), WhatsAppEvent.WindowOpened.class))
                .hasSize(1);
        assertThat(events.of(conversation.toString(), WhatsAppEvent.WindowClosing.class))
                .hasSize(1);
        assertThat(events.of(conversation.toString(), WhatsAppEvent.WindowClosed.class))
                .extracting(WhatsAppEvent.WindowClosed::sessionExpiresAt)
                .containsOnly(end);
    }

    @Test
    void anEmptiedRedisOnlyDelaysTheAnnouncement() throws IOException {
        var end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
        var conversation = writtenAt(user(), end.minus(Duration.ofHours(24)));
        await().until(() -> !events.of(conversation.toString(), WhatsAppEvent.WindowClosing.class)
                .isEmpty());

        hub.servers().redis().flushAll();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !events.of(conversation.toString(), WhatsAppEvent.WindowClosed.class)
                        .isEmpty());
    }

    @Test
    void aWindowMetaRefusesIsClosedEverywhereAndAnnounced() {
        var user = user();
        var conversation = writtenAt(user, now.minusSeconds(60));
        awaitRedis(conversation, now.minusSeconds(60).plus(Duration.ofHours(24)));
        var wamid = "wamid." + UUID.randomUUID();
        hub.rows(
                "INSERT INTO communications.whatsapp_messages (conversation_id, whatsapp_message_id, direction, message_type, status) "
                        + "VALUES (?::uuid, ?, 'outbound', 'text', 'accepted') RETURNING 1",
                conversation.toString(),
                wamid);

        hub.arrive(hub.entry(CallbackType.STATUS, user, """
                {"waba_id":"waba","field":"messages","value":{"metadata":{"phone_number_id":"%s"},"statuses":[{"id":"%s",
                "status":"failed","timestamp":"%d","errors":[{"code":131047,"title":"Re-engagement message"}]}]}}""".formatted(hub.number, wamid, now.getEpochSecond())));

        await().until(() -> inRedis(conversation) == null && now.equals(end(conversation)));
        await().until(() -> !events.of(conversation.toString(), WhatsAppEvent.WindowClosed.class)
                .isEmpty());
    }

    @Test
    void whatTheGuestWroteAfterARefusalKeepsTheWindowOpen() {
        var conversation = writtenAt(user(), now);

        windows.closedByMeta(conversation, now.minusSeconds(30)).block();

        assertThat(Objects.requireNonNull(end(conversation))).isEqualTo(now.plus(Duration.ofHours(24)));
    }
}
