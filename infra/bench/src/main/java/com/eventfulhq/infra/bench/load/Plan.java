package com.eventfulhq.infra.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * What to send.
 *
 * @param port        of a server on this machine
 * @param connections kept open, one request in flight on each
 * @param requests    sent in this order
 * @param repeat      start over when all were sent; otherwise the load ends there
 * @param perSecond   open loop: requests become due at this rate and latency counts from the due time; 0: closed loop, the
 *                    next request is due when the last was answered
 * @param duration    no request becomes due after this
 */
public record Plan(
        int port, int connections, List<Request> requests, boolean repeat, int perSecond, Duration duration) {

    public Plan {
        if (requests.isEmpty() || connections < 1 || perSecond < 0) {
            throw new IllegalArgumentException("plan: needs requests, connections and a rate of 0 or more");
        }
    }
}
