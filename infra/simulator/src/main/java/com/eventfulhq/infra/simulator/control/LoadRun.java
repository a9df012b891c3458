package com.eventfulhq.infra.simulator.control;

import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.callback.EndUser;
import com.eventfulhq.infra.simulator.delivery.Courier;
import com.eventfulhq.infra.simulator.handset.Handsets;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets a crowd write at a steady pace, in callbacks of a fixed size, and counts what arrives. */
final class LoadRun {
    private static final int UNDER_WAY_AT_MOST = 64;

    private final Courier courier;
    private final Handsets handsets;
    private final SimulatorClock clock;

    LoadRun(Courier courier, Handsets handsets, SimulatorClock clock) {
        this.courier = courier;
        this.handsets = handsets;
        this.clock = clock;
    }

    Mono<LoadLedger> run(LoadPlan plan, CallbackBodies bodies) {
        return Mono.defer(() -> {
            long begun = System.nanoTime();
            int callbacks = Math.ceilDiv(plan.messages(), plan.batchSize());
            return Flux.range(0, callbacks)
                    .concatMap(callback -> due(plan, callback, begun))
                    .flatMap(callback -> courier.deliver(batch(plan, callback, bodies)), UNDER_WAY_AT_MOST, 1)
                    .reduce(LoadLedger.EMPTY, LoadLedger::plus)
                    .map(ledger -> ledger.finished(plan.users(), Duration.ofNanos(System.nanoTime() - begun)));
        });
    }

    /** Waits for the time at which a callback is due, measured from the begin so that delays do not add up. */
    private static Mono<Integer> due(LoadPlan plan, int callback, long begun) {
        if (plan.rate() == 0) {
            return Mono.just(callback);
        }
        long offset = (long) (callback * (double) plan.batchSize() / plan.rate() * 1e9);
        long wait = begun + offset - System.nanoTime();
        return wait <= 0
                ? Mono.just(callback)
                : Mono.delay(Duration.ofNanos(wait)).thenReturn(callback);
    }

    private List<CallbackItem> batch(LoadPlan plan, int callback, CallbackBodies bodies) {
        int from = callback * plan.batchSize();
        int to = Math.min(plan.messages(), from + plan.batchSize());
        var items = new ArrayList<CallbackItem>(to - from);
        for (int message = from; message < to; message++) {
            items.add(item(plan, message, bodies));
        }
        return items;
    }

    /** Users take turns, so that one user's messages are spread over the run. */
    private CallbackItem item(LoadPlan plan, int message, CallbackBodies bodies) {
        var user = EndUser.nth(plan.firstUser() + message % plan.users());
        var now = clock.instant();
        var text = "Message " + message / plan.users() + " of " + user.name() + " ✓ https://x.example/" + message;
        var item = bodies.text(user, text, now);
        handsets.wrote(item.number(), user, now);
        return item;
    }
}
