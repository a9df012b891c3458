package com.eventfulhq.hub.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.message.StatusPlan.Matched;
import com.eventfulhq.hub.whatsapp.message.StatusPlan.Written;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusPlanTest {

    private static final Instant AT = Instant.parse("2026-09-10T10:00:00Z");
    private static final Wamid WAMID = new Wamid("wamid.1");
    private final OutboundMessage message = new OutboundMessage(
            MessageId.next(),
            ConversationId.next(),
            new PhoneNumberId("pn"),
            null,
            WAMID,
            null,
            new StatusOrder.Standing("accepted", null));

    private Matched told(String status, long offset, StatusUpdate.@Nullable Failure failure) {
        var update = new StatusUpdate(
                WAMID,
                status,
                "",
                AT,
                failure,
                null,
                null,
                null,
                new LogPlace(0, offset),
                TraceContext.start().traceparent());
        return new Matched(update, message);
    }

    private Matched told(String status, long offset) {
        return told(status, offset, null);
    }

    private Written written(String status, long offset) {
        return new Written(message.messageId(), status, "", new LogPlace(0, offset));
    }

    private List<String> ids(StatusPlan plan) {
        return plan.events().stream().map(HubEvent::id).toList();
    }

    private String id(String status) {
        return message.messageId() + ":" + status;
    }

    @Test
    void tellsWhatMovedTheMessageAndNothingElse() {
        var plan = StatusPlan.of(
                List.of(told("delivered", 1), told("sent", 2), told("read", 3)),
                List.of(written("delivered", 1), written("sent", 2), written("read", 3)),
                List.of());

        assertThat(ids(plan)).containsExactly(id("delivered"), id("read"));
        assertThat(plan.moved().get(message)).isEqualTo(new StatusOrder.Standing("read", null));
    }

    @Test
    void tellsAReplayAgainUnderTheSameId() {
        var plan = StatusPlan.of(List.of(told("sent", 1)), List.of(), List.of(written("sent", 1)));

        assertThat(ids(plan)).containsExactly(id("sent"));
        assertThat(plan.moved()).isEmpty();
    }

    @Test
    void doesNotTellOnReplayWhatItDidNotTellTheFirstTime() {
        var plan = StatusPlan.of(
                List.of(told("delivered", 1), told("sent", 2)),
                List.of(),
                List.of(written("delivered", 1), written("sent", 2)));

        assertThat(ids(plan)).containsExactly(id("delivered"));
    }

    @Test
    void isSilentAboutWhatMetaRepeats() {
        var plan = StatusPlan.of(List.of(told("sent", 9)), List.of(), List.of(written("sent", 1)));

        assertThat(plan.events()).isEmpty();
    }

    @Test
    void closesTheWindowWhenMetaSaysItIsClosed() {
        var failure = new StatusUpdate.Failure(131047, "Re-engagement message", null);

        var plan = StatusPlan.of(List.of(told("failed", 1, failure)), List.of(written("failed", 1)), List.of());

        assertThat(plan.closed()).containsEntry(message.conversationId(), AT);
    }
}
