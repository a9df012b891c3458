package com.eventfulhq.hub.whatsapp.send;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Repeats a bounded piece of work while the service runs: after a pause, or at once if there was a full batch of it. */
final class Sweep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final String name;
    private final SendSettings.Sweep settings;
    private final Supplier<Mono<Integer>> work;
    private @Nullable Disposable running;

    /** @param work gives how many it worked on */
    Sweep(String name, SendSettings.Sweep settings, Supplier<Mono<Integer>> work) {
        this.name = name;
        this.settings = settings;
        this.work = work;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = Mono.defer(this::once).repeat().subscribe();
        }
    }

    private Mono<Void> once() {
        return work.get()
                .onErrorResume(e -> {
                    LOG.warn("sweep {} failed, the next one tries again: {}", name, e.toString());
                    return Mono.just(0);
                })
                .defaultIfEmpty(0)
                .flatMap(worked -> worked < settings.batch() ? Mono.delay(settings.interval()) : Mono.just(0L))
                .then();
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Sweeps stop before what they write to closes. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 100;
    }
}
