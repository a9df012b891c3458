package com.eventfulhq.notification.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptPlanTest {

    private static final Instant NOW = Instant.parse("2026-09-10T10:00:00Z");
    private static final NotificationId NOTIFICATION = new NotificationId(new UUID(1, 1));
    private static final UserId BEN = new UserId(new UUID(2, 2));
    private static final DeliveryId IN_APP = new DeliveryId(new UUID(3, 1));
    private static final DeliveryId WHATSAPP = new DeliveryId(new UUID(3, 2));

    private static List<Delivery> rows(String inApp, String whatsApp) {
        return List.of(
                new Delivery(IN_APP, NOTIFICATION, BEN, "in_app", inApp, NOW),
                new Delivery(WHATSAPP, NOTIFICATION, BEN, "whatsapp", whatsApp, NOW));
    }

    private static Receipt receipt(String status) {
        return new Receipt(WHATSAPP, status, NOW, "wamid.1", null, null, "00-1-2-00");
    }

    private static ReceiptPlan plan(List<Delivery> rows, String... statuses) {
        return ReceiptPlan.of(
                List.of(statuses).stream().map(ReceiptPlanTest::receipt).toList(), rows);
    }

    private static List<String> told(ReceiptPlan plan) {
        return plan.told().stream()
                .map(moved -> moved.delivery().status() + "/" + moved.event().status())
                .toList();
    }

    private static List<String> story(ReceiptPlan plan) {
        return plan.entries().stream()
                .map(entry -> entry.no() + " " + entry.receipt().status())
                .toList();
    }

    private static String end(ReceiptPlan plan) {
        return Objects.requireNonNull(plan.moved().get(WHATSAPP)).last().status();
    }

    @Test
    void tellsEveryStepForwardInTheOrderOfTheLog() {
        var plan = plan(rows("sent", "queued"), "sent", "delivered", "opened");

        assertThat(story(plan)).containsExactly("1 sent", "2 delivered", "3 opened");
        assertThat(told(plan)).containsExactly("sent/sent", "delivered/delivered", "opened/opened");
        assertThat(end(plan)).isEqualTo("opened");
        assertThat(plan.notifications().get(NOTIFICATION))
                .isEqualTo(new ReceiptPlan.Stand("opened", List.of("in_app", "whatsapp")));
    }

    @Test
    void whatComesLateOrAgainInOneBatchIsIgnored() {
        var plan = plan(rows("sent", "queued"), "delivered", "sent", "delivered", "failed");

        assertThat(story(plan)).containsExactly("1 delivered");
        assertThat(told(plan)).containsExactly("delivered/delivered");
        assertThat(plan.ignored()).isEqualTo(3);
    }

    @Test
    void whatStandsAlreadyIsToldAgainOnceAndChangesNothing() {
        var plan = plan(rows("sent", "delivered"), "sent", "delivered", "delivered");

        assertThat(plan.moved()).isEmpty();
        assertThat(plan.entries()).isEmpty();
        assertThat(told(plan)).containsExactly("delivered/delivered");
        assertThat(plan.ignored()).isEqualTo(2);
    }

    @Test
    void evidenceOfDeliveryBeatsAFailureAndClearsIt() {
        var failed = new Receipt(WHATSAPP, "failed", NOW, null, "131026", "undeliverable", "00-1-2-00");

        var plan = ReceiptPlan.of(List.of(failed, receipt("delivered")), rows("sent", "sent"));

        assertThat(story(plan)).containsExactly("1 failed", "2 delivered");
        assertThat(Objects.requireNonNull(plan.moved().get(WHATSAPP)).last().errorCode())
                .isNull();
    }

    @Test
    void aChannelThatFailedIsNotOut() {
        var plan = plan(rows("suppressed", "sent"), "failed");

        assertThat(plan.notifications().get(NOTIFICATION)).isEqualTo(new ReceiptPlan.Stand("failed", List.of()));
    }

    @Test
    void whatLeftAfterAllIsNoLongerSuppressed() {
        var plan = plan(rows("suppressed", "suppressed"), "sent");

        assertThat(plan.notifications().get(NOTIFICATION))
                .isEqualTo(new ReceiptPlan.Stand("sent", List.of("whatsapp")));
    }

    @Test
    void theProvidersIdIsKeptWhicheverReceiptNamesIt() {
        var silent = new Receipt(WHATSAPP, "delivered", NOW, null, null, null, "00-1-2-00");

        var plan = ReceiptPlan.of(List.of(receipt("sent"), silent), rows("sent", "queued"));

        assertThat(Objects.requireNonNull(plan.moved().get(WHATSAPP)).messageId())
                .isEqualTo("wamid.1");
    }

    @Test
    void aReceiptWithoutADeliveryIsUnknown() {
        var plan = ReceiptPlan.of(List.of(receipt("sent")), List.of());

        assertThat(plan.unknown()).containsExactly(receipt("sent"));
        assertThat(plan.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void endsTheSameInWhateverOrderAndHoweverOftenTheyCome(long seed) {
        List<String> statuses = new ArrayList<>(List.of("sent", "failed", "delivered", "opened", "sent", "opened"));
        Collections.shuffle(statuses, new Random(seed));

        assertThat(end(plan(rows("sent", "queued"), statuses.toArray(String[]::new))))
                .isEqualTo("opened");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void endsTheSameHoweverTheyAreCutIntoBatches(long seed) {
        var random = new Random(seed);
        List<String> statuses = new ArrayList<>(List.of("sent", "delivered", "failed", "opened", "delivered"));
        Collections.shuffle(statuses, random);
        var whole = plan(rows("sent", "queued"), statuses.toArray(String[]::new));
        int cut = random.nextInt(statuses.size() + 1);

        var first = plan(rows("sent", "queued"), statuses.subList(0, cut).toArray(String[]::new));
        var between = first.moved().containsKey(WHATSAPP) ? end(first) : "queued";
        var second = plan(
                rows("sent", between), statuses.subList(cut, statuses.size()).toArray(String[]::new));

        assertThat(first.entries().size() + second.entries().size())
                .isEqualTo(whole.entries().size());
        assertThat(second.moved().containsKey(WHATSAPP) ? end(second) : between).isEqualTo(end(whole));
    }
}
