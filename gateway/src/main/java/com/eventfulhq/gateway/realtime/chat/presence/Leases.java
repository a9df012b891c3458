package com.eventfulhq.gateway.realtime.chat.presence;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** When somebody was last said to be online, by one clock for all nodes: theirs may differ. */
interface Leases {

    /** They are online now. */
    Mono<Void> renew(Part part);

    Mono<Glance> look(Part part);

    /** Some of those who were not heard of for so long. */
    Mono<Void> forget(Duration after);

    /**
     * What was seen.
     *
     * @param now  in milliseconds
     * @param seen for each of the part when they were last said to be online, in milliseconds; 0 if that is not known
     */
    record Glance(Part part, long now, long[] seen) {}
}
