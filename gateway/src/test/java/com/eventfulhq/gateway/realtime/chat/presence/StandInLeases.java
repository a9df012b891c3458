package com.eventfulhq.gateway.realtime.chat.presence;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Keeps leases as Redis does, by the test's clock. */
final class StandInLeases implements Leases {

    /** What its clock shows when the test begins. */
    static final long BEGINNING = 1_800_000_000_000L;

    final Map<UUID, Long> seen = new HashMap<>();
    int renewals;
    int looks;
    boolean away;

    /** It can be looked at, but who says something is not heard. */
    boolean deaf;

    private final Scheduler clock;

    StandInLeases(Scheduler clock) {
        this.clock = clock;
    }

    long now() {
        return BEGINNING + clock.now(TimeUnit.MILLISECONDS);
    }

    @Override
    public Mono<Void> renew(Part part) {
        return Mono.defer(() -> {
            renewals++;
            if (!away && !deaf) {
                part.people().forEach(person -> seen.put(person, now()));
            }
            return deaf ? Mono.error(new IllegalStateException("deaf")) : answer();
        });
    }

    @Override
    public Mono<Glance> look(Part part) {
        return Mono.defer(() -> {
            looks++;
            long[] times = part.people().stream()
                    .mapToLong(person -> seen.getOrDefault(person, 0L))
                    .toArray();
            return answer().thenReturn(new Glance(part, now(), times));
        });
    }

    @Override
    public Mono<Void> forget(Duration after) {
        return answer();
    }

    private Mono<Void> answer() {
        return away ? Mono.error(new IllegalStateException("away")) : Mono.empty();
    }
}
