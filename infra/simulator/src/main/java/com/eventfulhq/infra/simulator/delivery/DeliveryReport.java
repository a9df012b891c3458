package com.eventfulhq.infra.simulator.delivery;

import java.util.List;

/**
 * Everything about deliveries in numbers, and the newest of them one by one. The counters cover the whole run; the list and
 * the percentiles cover what is still remembered.
 *
 * @param unacknowledged deliveries that are pending, being retried or lost
 * @param latencyP50Millis time to the status line of acknowledged attempts, median
 */
public record DeliveryReport(
        long deliveries,
        long items,
        long attempts,
        long acknowledged,
        long acknowledgedItems,
        long failedAttempts,
        long lost,
        long unacknowledged,
        double latencyP50Millis,
        double latencyP99Millis,
        double latencyMaxMillis,
        List<Delivery> newest) {}
