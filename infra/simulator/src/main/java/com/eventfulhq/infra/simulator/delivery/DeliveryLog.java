package com.eventfulhq.infra.simulator.delivery;

import com.eventfulhq.infra.simulator.callback.CallbackItem;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was delivered, how often it was tried and how long the subscriber took. Remembers a bounded number of deliveries. */
public final class DeliveryLog {
    private static final int LABELS_KEPT = 20;
    private static final int LATENCIES_KEPT = 1 << 16;

    private final Map<Long, Delivery> remembered;
    private final long[] latencies = new long[LATENCIES_KEPT];
    private long opened;
    private long items;
    private long attempts;
    private long acknowledged;
    private long acknowledgedItems;
    private long failedAttempts;
    private long lost;
    private long measured;

    public DeliveryLog(int capacity) {
        this.remembered = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Delivery> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized Delivery open(List<? extends CallbackItem> of, int bytes, Instant at) {
        var labels = of.stream().limit(LABELS_KEPT).map(CallbackItem::label).toList();
        var delivery = new Delivery(++opened, at, of.size(), bytes, labels, Delivery.State.PENDING, List.of());
        items += of.size();
        remembered.put(delivery.id(), delivery);
        return delivery;
    }

    synchronized Delivery record(Delivery delivery, Attempt attempt, int maxAttempts) {
        var before = remembered.getOrDefault(delivery.id(), delivery);
        var after = before.with(attempt, maxAttempts);
        attempts++;
        if (attempt.acknowledged()) {
            latencies[(int) (measured++ % LATENCIES_KEPT)] = attempt.latency().toNanos();
        } else {
            failedAttempts++;
        }
        settle(before, after);
        return after;
    }

    synchronized Delivery giveUp(Delivery delivery) {
        var before = remembered.getOrDefault(delivery.id(), delivery);
        var after = before.lost();
        settle(before, after);
        return after;
    }

    private void settle(Delivery before, Delivery after) {
        remembered.replace(after.id(), after);
        if (before.state() == after.state()) {
            return;
        }
        if (before.state() == Delivery.State.LOST) {
            lost--;
        }
        if (after.state() == Delivery.State.LOST) {
            lost++;
        }
        if (after.state() == Delivery.State.ACKNOWLEDGED) {
            acknowledged++;
            acknowledgedItems += after.items();
        }
    }

    /** The counters, with the newest deliveries first. */
    public synchronized DeliveryReport report(int newest) {
        var sorted = Arrays.copyOf(latencies, (int) Math.min(measured, LATENCIES_KEPT));
        Arrays.sort(sorted);
        var list = List.copyOf(remembered.values()).reversed();
        return new DeliveryReport(
                opened,
                items,
                attempts,
                acknowledged,
                acknowledgedItems,
                failedAttempts,
                lost,
                opened - acknowledged,
                percentileMillis(sorted, 0.50),
                percentileMillis(sorted, 0.99),
                percentileMillis(sorted, 1),
                list.subList(0, Math.min(newest, list.size())));
    }

    public synchronized void clear() {
        remembered.clear();
        opened = items = attempts = acknowledged = acknowledgedItems = failedAttempts = lost = measured = 0;
    }

    private static double percentileMillis(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(rank, 0)] / 1e6;
    }
}
