package com.eventfulhq.hub.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Statuses come early, late, out of order, again and again; a message only moves forward. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusesIT {

    private static final String GUEST = "34600111222";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final HubUnderTest hub =
            new HubUnderTest("eventful.whatsapp.parked.sweep-every=500ms", "eventful.whatsapp.parked.look-at-most=4");
    private final PublishedEvents events = new PublishedEvents(hub);
    private String conversation = "";

    @BeforeAll
    void aGuestHasWritten() {
        hub.arrive(hub.text(GUEST, wamid(), "Hello", now.minusSeconds(60)));
        await().until(() -> hub.count(
                        "SELECT count(*) FROM communications.whatsapp_conversations WHERE whatsapp_phone_number = ?",
                        GUEST)
                == 1);
        conversation = hub.conversationOf(GUEST);
    }

    @AfterAll
    void stop() {
        events.close();
        hub.close();
    }

    private static String wamid() {
        return "wamid." + UUID.randomUUID();
    }

    private String one(String query, Object... parameters) {
        return hub.rows(query, parameters).getFirst().values().iterator().next();
    }

    /** A message of ours, as the sender leaves it; returns its id. */
    private String sent(@Nullable String wamid, String status) {
        return one(
                "INSERT INTO communications.whatsapp_messages (conversation_id, whatsapp_message_id, direction, message_type, status) "
                        + "VALUES (?::uuid, nullif(?, ''), 'outbound', 'text', ?) RETURNING message_id::text",
                conversation,
                wamid == null ? "" : wamid,
                status);
    }

    private String attempt(String message, String state) {
        return one(
                "INSERT INTO communications.whatsapp_send_attempts (attempt_id, message_id, attempt_no, state) "
                        + "VALUES (gen_random_uuid(), ?::uuid, 1, ?) RETURNING attempt_id::text",
                message,
                state);
    }

    private LogEntry status(String wamid, String status, String further) {
        return hub.entry(
                CallbackType.STATUS, GUEST, """
                {"waba_id":"waba","field":"messages","value":{"metadata":{"phone_number_id":"%s"},
                "statuses":[{"id":"%s","status":"%s","timestamp":"%d"%s}]}}""".formatted(hub.number, wamid, status, now.getEpochSecond(), further));
    }

    private LogEntry status(String wamid, String status) {
        return status(wamid, status, "");
    }

    private String column(String message, String column) {
        return one("SELECT " + column + " FROM communications.whatsapp_messages WHERE message_id = ?::uuid", message);
    }

    private List<String> told(String message) {
        return events.ids(event -> event instanceof WhatsAppEvent.MessageStatus status
                && status.messageId().toString().equals(message));
    }

    private long parked(String wamid) {
        return hub.count(
                "SELECT count(*) FROM communications.whatsapp_parked_statuses WHERE whatsapp_message_id = ?", wamid);
    }

    @Test
    void aMessageOnlyMovesForward() {
        var wamid = wamid();
        var message = sent(wamid, "accepted");

        hub.arrive(status(wamid, "read"), status(wamid, "sent"), status(wamid, "delivered"));

        await().until(() -> column(message, "status").equals("read"));
        await().until(() -> hub.count(
                        "SELECT count(*) FROM communications.whatsapp_message_statuses WHERE message_id = ?::uuid",
                        message)
                == 3);
        await().until(() -> !told(message).isEmpty());
        assertThat(told(message)).containsExactly(message + ":read");
    }

    @Test
    void fiftyRepeatsAreOneRowAndOneEvent() {
        var wamid = wamid();
        var message = sent(wamid, "accepted");

        IntStream.range(0, 50).parallel().forEach(i -> hub.arrive(status(wamid, "sent")));
        hub.arrive(status(wamid, "delivered"));

        await().until(() -> told(message).contains(message + ":delivered"));
        assertThat(told(message)).containsExactly(message + ":sent", message + ":delivered");
    }

    @Test
    void aStatusThatCameBeforeTheAnswerIsAppliedWithIt() {
        var wamid = wamid();
        hub.arrive(status(wamid, "delivered"), status(wamid, "sent"));
        await().until(() -> parked(wamid) == 2);
        var parkedStatuses = hub.bean(ParkedStatuses.class);
        var message = sent(null, "queued");
        hub.rows(
                "UPDATE communications.whatsapp_messages SET status = 'accepted' WHERE message_id = ?::uuid RETURNING 1",
                message);

        var published = hub.bean(Database.class)
                .transaction(transaction -> transaction
                        .execute(
                                "UPDATE communications.whatsapp_messages SET whatsapp_message_id = $2 WHERE message_id = $1",
                                UUID.fromString(message),
                                wamid)
                        .then(parkedStatuses.apply(transaction, List.of(new Wamid(wamid)))))
                .block();

        assertThat(published).extracting(HubEvent::id).contains(message + ":delivered");
        assertThat(column(message, "status")).isEqualTo("delivered");
        parkedStatuses.settled(List.of(new Wamid(wamid))).block();
        assertThat(parked(wamid)).isZero();
    }

    @Test
    void theSweepTellsWhatNobodyCameToTell() {
        var wamid = wamid();
        hub.arrive(status(wamid, "delivered"));
        await().until(() -> parked(wamid) == 1);

        var message = sent(wamid, "accepted");

        await().until(() -> told(message).contains(message + ":delivered"));
        await().until(() -> parked(wamid) == 0);
        assertThat(column(message, "status")).isEqualTo("delivered");
    }

    @Test
    void theSweepComesByEveryParkedStatusHoweverManyNobodyClaims() {
        var prefix = wamid();
        // Three of each, so that looks of four begin and end in the middle of a message.
        IntStream.range(10, 16)
                .forEach(i -> hub.arrive(
                        status(prefix + i, "sent"), status(prefix + i, "delivered"), status(prefix + i, "read")));
        await().until(() -> hub.count(
                        "SELECT count(*) FROM communications.whatsapp_parked_statuses WHERE whatsapp_message_id LIKE ?",
                        prefix + "%")
                == 18);

        var last = sent(prefix + 15, "accepted");
        await().until(() -> parked(prefix + 15) == 0);
        var first = sent(prefix + 10, "accepted");
        await().until(() -> parked(prefix + 10) == 0);

        assertThat(column(last, "status")).isEqualTo("read");
        assertThat(column(first, "status")).isEqualTo("read");
        assertThat(parked(prefix + 12)).isEqualTo(3);
    }

    @Test
    void aLostAnswerIsSettledByTheStatusThatEchoesTheAttempt() {
        var wamid = wamid();
        var message = sent(null, "queued");
        var attempt = attempt(message, "unknown");

        hub.arrive(status(wamid, "sent", ",\"biz_opaque_callback_data\":\"" + attempt + "\""));

        await().until(() -> column(message, "status").equals("sent"));
        assertThat(column(message, "whatsapp_message_id")).isEqualTo(wamid);
        assertThat(hub.rows(
                        "SELECT state, whatsapp_message_id AS wamid FROM communications.whatsapp_send_attempts WHERE attempt_id = ?::uuid",
                        attempt))
                .containsExactly(java.util.Map.of("state", "accepted", "wamid", wamid));
    }

    @Test
    void aMessageWeHadGivenUpOnLivesAgain() {
        var wamid = wamid();
        var message = sent(null, "failed");
        hub.rows(
                "UPDATE communications.whatsapp_messages SET error_title = 'unknown-outcome' WHERE message_id = ?::uuid RETURNING 1",
                message);
        var attempt = attempt(message, "unknown");

        hub.arrive(status(wamid, "sent", ",\"biz_opaque_callback_data\":\"" + attempt + "\""));

        await().until(() -> column(message, "status").equals("sent"));
        assertThat(column(message, "error_title")).isEqualTo("null");
    }

    @Test
    void aFailureIsKeptWithItsErrorAndEvidenceOfDeliveryBeatsIt() {
        var wamid = wamid();
        var message = sent(wamid, "sent");

        hub.arrive(
                status(
                        wamid,
                        "failed",
                        ",\"errors\":[{\"code\":131026,\"title\":\"Message undeliverable\",\"error_data\":{\"details\":\"why\"}}]"));
        await().until(() -> column(message, "status").equals("failed"));
        hub.arrive(status(wamid, "delivered"));

        await().until(() -> column(message, "status").equals("delivered"));
        assertThat(column(message, "error_code")).isEqualTo("131026");
        assertThat(column(message, "error_detail")).isEqualTo("why");
    }

    @Test
    void aStatusOfAnInboundMessageHarmsNobody() {
        var wamid = wamid();
        hub.arrive(hub.text(GUEST, wamid, "mine", now));

        hub.arrive(status(wamid, "read"));

        await().until(() -> parked(wamid) == 1);
    }
}
