package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.whatsapp.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A user's call opens the window as a message does; the business's does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsIT {

    private static final Duration DAY = Duration.ofHours(24);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final AtomicLong offsets = new AtomicLong(1_000);
    private final HubUnderTest hub = new HubUnderTest();
    private final PublishedEvents events = new PublishedEvents(hub);
    private final Ingest ingest = hub.bean(Ingest.class);

    @AfterAll
    void stop() {
        events.close();
        hub.close();
    }

    private static String user() {
        return Long.toString(
                34_000_000_000L + Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 9_999_999_999L));
    }

    private LogEntry call(String user, String event, String direction, Instant at) {
        return calls("""
                {"id":"wacid.%s","from":"%s","to":"15550001111","event":"%s","direction":"%s","timestamp":"%d"}""".formatted(UUID.randomUUID(), user, event, direction, at.getEpochSecond()), user);
    }

    private LogEntry calls(String calls, String... contacts) {
        var named = String.join(
                ",",
                List.of(contacts).stream()
                        .map("{\"profile\":{\"name\":\"Zoë\"},\"wa_id\":\"%s\"}"::formatted)
                        .toList());
        return change("\"contacts\":[%s],\"calls\":[%s]".formatted(named, calls));
    }

    private LogEntry change(String members) {
        return hub.entry(CallbackType.CHANGE, "", """
                {"waba_id":"waba","time":1789034400,"field":"calls","value":{"messaging_product":"whatsapp",
                "metadata":{"phone_number_id":"%s"},%s}}""".formatted(hub.number, members));
    }

    private void handle(LogEntry... entries) {
        for (var entry : entries) {
            handle(offsets.incrementAndGet(), entry);
        }
    }

    private void handle(long offset, LogEntry entry) {
        ingest.ingest(List.of(RecordFixtures.at(3, offset, entry))).block();
    }

    private @Nullable Instant end(String user) {
        return hub.bean(Windows.class)
                .end(ConversationId.parse(hub.conversationOf(user)))
                .block();
    }

    private long conversations(String user) {
        return hub.count(
                "SELECT count(*) FROM communications.whatsapp_conversations WHERE whatsapp_phone_number = ?", user);
    }

    private List<String> openings(String user) {
        var conversation = hub.conversationOf(user);
        return events.ids(event -> event instanceof WhatsAppEvent.WindowOpened opened
                && opened.conversationId().toString().equals(conversation));
    }

    @Test
    void aUsersCallMakesTheConversationAndOpensItsWindowFromTheCallsOwnTime() {
        var user = user();

        hub.arrive(call(user, "connect", "USER_INITIATED", now.minusSeconds(600)));

        await().until(() -> conversations(user) == 1);
        assertThat(end(user)).isEqualTo(now.minusSeconds(600).plus(DAY));
        await().until(() -> openings(user).size() == 1);
    }

    @Test
    void aCallIsKeptAsItCameAndLeavesNoMessage() {
        var user = user();

        handle(call(user, "connect", "USER_INITIATED", now));

        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_changes WHERE field = 'calls' AND payload::text LIKE ?",
                        "%" + user + "%"))
                .isEqualTo(1);
        assertThat(hub.count("""
                        SELECT count(*) FROM communications.whatsapp_messages m
                        JOIN communications.whatsapp_conversations c USING (conversation_id) WHERE whatsapp_phone_number = ?
                        """, user)).isZero();
    }

    @Test
    void aCallExtendsAWindowThatAMessageOpened() {
        var user = user();

        handle(
                hub.text(user, "wamid." + UUID.randomUUID(), "hello", now.minusSeconds(7_200)),
                call(user, "connect", "USER_INITIATED", now));

        assertThat(end(user)).isEqualTo(now.plus(DAY));
        assertThat(conversations(user)).isEqualTo(1);
    }

    @Test
    void aCallToldLateMovesNoWindowBack() {
        var user = user();

        handle(
                call(user, "connect", "USER_INITIATED", now),
                call(user, "connect", "USER_INITIATED", now.minus(Duration.ofDays(3))));

        assertThat(end(user)).isEqualTo(now.plus(DAY));
    }

    @Test
    void theEndOfACallIsNoFurtherCall() {
        var user = user();

        handle(
                call(user, "connect", "USER_INITIATED", now.minusSeconds(300)),
                call(user, "terminate", "USER_INITIATED", now));

        assertThat(end(user)).isEqualTo(now.minusSeconds(300).plus(DAY));
    }

    @Test
    void aCallOfTheBusinessOpensNothingAlsoWhenItIsAccepted() {
        var user = user();

        handle(call(user, "connect", "BUSINESS_INITIATED", now), change("""
                "statuses":[{"id":"wacid.1","type":"call","status":"ACCEPTED","timestamp":"%d","recipient_id":"%s"}]""".formatted(now.getEpochSecond(), user)));

        assertThat(conversations(user)).isZero();
    }

    @Test
    void ourReplayTellsThatTheWindowOpenedAgainAndMetasRepeatDoesNot() {
        var user = user();
        var call = call(user, "connect", "USER_INITIATED", now);

        handle(100, call);
        handle(100, call);
        handle(101, call);
        handle(hub.text(user, "wamid." + user, "and then", now));

        await().until(() -> !events.of(hub.conversationOf(user), WhatsAppEvent.MessageReceived.class)
                .isEmpty());
        assertThat(openings(user)).hasSize(2);
        assertThat(openings(user).stream().distinct()).hasSize(1);
    }

    @Test
    void aRepeatReopensNothingThatMetaHasClosedSince() {
        var user = user();
        var call = call(user, "connect", "USER_INITIATED", now.minusSeconds(60));
        handle(call);
        hub.bean(Windows.class)
                .closedByMeta(ConversationId.parse(hub.conversationOf(user)), now)
                .block();

        handle(call);

        assertThat(end(user)).isEqualTo(now);
    }

    @Test
    void twoWhoCallInOneChangeStayTwo() {
        var one = user();
        var other = user();
        var calls = """
                {"id":"wacid.1","from":"%s","event":"connect","direction":"USER_INITIATED","timestamp":"%d"},
                {"id":"wacid.2","from":"%s","event":"connect","direction":"USER_INITIATED","timestamp":"%d"}""".formatted(one, now.getEpochSecond(), other, now.getEpochSecond());

        handle(calls(calls, other));

        assertThat(conversations(one)).isEqualTo(1);
        assertThat(conversations(other)).isEqualTo(1);
        assertThat(end(one)).isEqualTo(now.plus(DAY));
        assertThat(end(other)).isEqualTo(now.plus(DAY));
    }

    @Test
    void aCallerWithoutANumberIsKnownByTheBusinessScopedId() {
        var bsuid = "ES." + user();

        handle(change("""
                "contacts":[{"user_id":"%s"}],"calls":[{"id":"wacid.1","event":"connect","direction":"USER_INITIATED","timestamp":"%d"}]""".formatted(bsuid, now.getEpochSecond())));

        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_conversations WHERE whatsapp_user_id = ? AND session_expires_at > now()",
                        bsuid))
                .isEqualTo(1);
    }

    @Test
    void aCallThatNamesNobodyOrNoNumberIsOnlyKept() {
        var marker = "wacid." + UUID.randomUUID();

        handle(change("""
                "calls":[{"id":"%s","event":"connect","direction":"USER_INITIATED"}]""".formatted(marker)), hub.entry(CallbackType.CHANGE, "", """
                {"waba_id":"waba","field":"calls","value":{"calls":[{"id":"%s","from":"34600","direction":"USER_INITIATED"}]}}""".formatted(marker)));

        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_changes WHERE payload::text LIKE ?",
                        "%" + marker + "%"))
                .isEqualTo(2);
    }
}
