package com.eventfulhq.infra.simulator.delivery;

import java.util.concurrent.ArrayBlockingQueue;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * A first-in-first-out gate: at most {@code concurrency} calls run, a bounded number waits, and the rest is refused. Latency
 * is therefore measured behind the gate, not before it.
 */
final class PostGate implements Disposable {
    private final Sinks.Many<Call> waiting;
    private final Disposable running;

    private record Call(Mono<Attempt> post, MonoSink<Attempt> result) {
        Mono<Void> run() {
            return post.doOnNext(result::success)
                    .doOnError(result::error)
                    .onErrorComplete()
                    .then();
        }
    }

    PostGate(int concurrency, int capacity) {
        waiting = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(capacity));
        // The one place where calls are set in motion; ends with dispose().
        running = waiting.asFlux().flatMap(Call::run, concurrency, 1).subscribe();
    }

    /** Runs the post when it is its turn. Fails at once when too many wait. */
    Mono<Attempt> enter(Mono<Attempt> post) {
        return Mono.create(sink -> {
            if (emit(new Call(post, sink)).isFailure()) {
                sink.error(new IllegalStateException("queue full or closed"));
            }
        });
    }

    private synchronized Sinks.EmitResult emit(Call call) {
        return waiting.tryEmitNext(call);
    }

    @Override
    public void dispose() {
        running.dispose();
    }
}
