package com.eventfulhq.infra.simulator.delivery;

import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.world.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers items until a batch is full or has waited long enough. */
final class Batcher {
    private final KnobBoard knobs;
    private final Timers timers;
    private final Consumer<List<CallbackItem>> full;
    private List<CallbackItem> gathered = new ArrayList<>();

    Batcher(KnobBoard knobs, Timers timers, Consumer<List<CallbackItem>> full) {
        this.knobs = knobs;
        this.timers = timers;
        this.full = full;
    }

    synchronized void add(CallbackItem item) {
        var now = knobs.now();
        gathered.add(item);
        if (gathered.size() >= now.callbacks().batchSize()) {
            flush();
        } else if (gathered.size() == 1) {
            // A batch that fills up before leaves this timer to the next one, which then goes a little early.
            var linger = now.compressed(now.callbacks().batchLinger());
            timers.after(linger, this::flush);
        }
    }

    synchronized void flush() {
        if (!gathered.isEmpty()) {
            var batch = gathered;
            gathered = new ArrayList<>();
            full.accept(batch);
        }
    }
}
