package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of receipts does: where each delivery and notification stands afterwards, what the story gains, and what is told.
 * A receipt counts when it moves its delivery forward from where the ones before it left it. One that says where the delivery
 * stands already is told again, once: the process may have died before it was told. Pure.
 *
 * @param moved   deliveries whose standing changed, with the receipt that says where to
 * @param entries lines of the story, numbered per notification from 1 within this batch
 * @param told    what to publish
 * @param unknown receipts of deliveries that are not there
 * @param ignored how many changed and tell nothing
 */
record ReceiptPlan(
        Map<DeliveryId, Move> moved,
        Map<NotificationId, Stand> notifications,
        List<Entry> entries,
        List<Receipts.Moved> told,
        List<Receipt> unknown,
        int ignored) {

    /**
     * A delivery's way through the batch.
     *
     * @param from      where it stood before
     * @param last      the last receipt that moved it
     * @param messageId the first the provider named
     */
    record Move(Delivery from, Receipt last, @Nullable String messageId) {}

    /** Where a notification stands, and the channels on which something is out. */
    record Stand(String status, List<String> sent) {}

    record Entry(NotificationId notification, int no, Receipt receipt, String channel) {}

    /**
     * Decides.
     *
     * @param receipts   in the order of the log
     * @param deliveries all deliveries of the notifications they are about
     */
    static ReceiptPlan of(List<Receipt> receipts, List<Delivery> deliveries) {
        var course = new Course(deliveries);
        receipts.forEach(course::take);
        return course.plan();
    }

    /** The state of deciding. */
    private static final class Course {

        private final Map<DeliveryId, Delivery> standing = new LinkedHashMap<>();
        private final Map<NotificationId, List<DeliveryId>> siblings = new HashMap<>();
        private final Map<DeliveryId, Move> moved = new LinkedHashMap<>();
        private final Map<NotificationId, Stand> notifications = new LinkedHashMap<>();
        private final Map<NotificationId, Integer> lines = new HashMap<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Set<String> toldAlready = new HashSet<>();
        private final List<Receipts.Moved> told = new ArrayList<>();
        private final List<Receipt> unknown = new ArrayList<>();
        private int ignored;

        Course(List<Delivery> deliveries) {
            for (var delivery : deliveries) {
                standing.put(delivery.deliveryId(), delivery);
                siblings.computeIfAbsent(delivery.notificationId(), unused -> new ArrayList<>())
                        .add(delivery.deliveryId());
            }
        }

        void take(Receipt receipt) {
            var delivery = standing.get(receipt.deliveryId());
            if (delivery == null) {
                unknown.add(receipt);
            } else if (Standing.isForward(delivery.status(), receipt.status())) {
                move(delivery, receipt);
                tell(delivery.at(receipt.status()), receipt);
            } else if (!delivery.status().equals(receipt.status()) || !tell(delivery, receipt)) {
                ignored++;
            }
        }

        private void move(Delivery delivery, Receipt receipt) {
            var id = delivery.deliveryId();
            var before = moved.get(id);
            var named = before == null || before.messageId() == null ? receipt.providerMessageId() : before.messageId();
            moved.put(id, new Move(before == null ? delivery : before.from(), receipt, named));
            standing.put(id, delivery.at(receipt.status()));
            notifications.put(delivery.notificationId(), stand(delivery.notificationId()));
            int no = lines.merge(delivery.notificationId(), 1, Integer::sum);
            entries.add(new Entry(delivery.notificationId(), no, receipt, delivery.channel()));
        }

        /** @return false if this batch has told it */
        private boolean tell(Delivery delivery, Receipt receipt) {
            var event = new NotificationEvent.StatusChanged(
                    delivery.notificationId(),
                    delivery.recipient(),
                    stand(delivery.notificationId()).status(),
                    delivery.channel(),
                    delivery.status(),
                    receipt.reason());
            return toldAlready.add(delivery.deliveryId() + ":" + delivery.status())
                    && told.add(new Receipts.Moved(delivery, receipt.traceparent(), event));
        }

        private Stand stand(NotificationId notification) {
            var all = siblings.getOrDefault(notification, List.of()).stream()
                    .map(standing::get)
                    .toList();
            return new Stand(
                    Standing.of(all.stream().map(Delivery::status).toList()),
                    all.stream()
                            .filter(delivery -> Standing.isOut(delivery.status()))
                            .map(Delivery::channel)
                            .distinct()
                            .sorted()
                            .toList());
        }

        ReceiptPlan plan() {
            return new ReceiptPlan(moved, notifications, entries, told, unknown, ignored);
        }
    }
}
