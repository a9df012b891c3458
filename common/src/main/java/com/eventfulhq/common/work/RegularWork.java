package com.eventfulhq.common.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Pieces of work that are repeated at intervals between start and stop, each never beside itself: a tick that comes while the one
 * before still works is dropped. What fails is tried again with the next tick.
 */
public abstract class RegularWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RegularWork.class);

    private final List<Piece> pieces = new ArrayList<>();
    private Disposable.@Nullable Composite running;

    private record Piece(String name, Duration every, Supplier<Mono<Void>> work) {}

    /**
     * Adds a piece of work; for constructors.
     *
     * @param name as it stands in the log when the work fails
     */
    protected final void repeat(String name, Duration every, Supplier<Mono<Void>> work) {
        pieces.add(new Piece(name, every, work));
    }

    private static Disposable begin(Piece piece) {
        var failing = new AtomicBoolean();
        return Flux.interval(Duration.ZERO, piece.every())
                .onBackpressureDrop()
                .concatMap(
                        tick -> Mono.defer(piece.work())
                                .doOnSuccess(done -> failing.set(false))
                                .onErrorResume(e -> later(piece, e, failing)),
                        1)
                .subscribe();
    }

    /** Said once, not with every tick, while it goes on failing. */
    private static Mono<Void> later(Piece piece, Throwable error, AtomicBoolean failing) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn("{}: tried again later: {}", piece.name(), error.toString());
        }
        return Mono.empty();
    }

    @Override
    public final synchronized void start() {
        if (running == null) {
            var begun = Disposables.composite();
            pieces.forEach(piece -> begun.add(begin(piece)));
            running = begun;
        }
    }

    @Override
    public final synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public final synchronized boolean isRunning() {
        return running != null;
    }

    /** Work stops before what it writes to closes. */
    @Override
    public final int getPhase() {
        return DEFAULT_PHASE - 100;
    }
}
