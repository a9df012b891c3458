package com.eventfulhq.infra.simulator.control;

import com.eventfulhq.infra.simulator.delivery.Delivery;
import java.time.Duration;

/**
 * What a load run sent and what the subscriber acknowledged.
 *
 * @param wamids different message ids sent
 * @param acknowledged messages in callbacks answered with 200
 * @param lost messages in callbacks given up
 */
public record LoadLedger(
        int users,
        long wamids,
        long callbacks,
        long acknowledged,
        long lost,
        Duration elapsed,
        double messagesPerSecond) {
    static final LoadLedger EMPTY = new LoadLedger(0, 0, 0, 0, 0, Duration.ZERO, 0);

    LoadLedger plus(Delivery delivery) {
        boolean received = delivery.state() == Delivery.State.ACKNOWLEDGED;
        return new LoadLedger(
                users,
                wamids + delivery.items(),
                callbacks + 1,
                acknowledged + (received ? delivery.items() : 0),
                lost + (received ? 0 : delivery.items()),
                elapsed,
                messagesPerSecond);
    }

    LoadLedger finished(int byUsers, Duration after) {
        double seconds = Math.max(after.toNanos(), 1) / 1e9;
        return new LoadLedger(byUsers, wamids, callbacks, acknowledged, lost, after, acknowledged / seconds);
    }
}
