package com.eventfulhq.infra.simulator.delivery;

import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.world.Dice;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** Delivers callbacks until they are acknowledged or lost. Owns the queue, the connections and the retries. */
public final class Courier {
    private static final int WAITING_AT_MOST = 100_000;
    private static final int UNDER_WAY_AT_MOST = 100_000;

    private final KnobBoard knobs;
    private final CallbackSigner signer;
    private final DeliveryLog log;
    private final SimulatorClock clock;
    private final Dice dice;
    private final Scheduler scheduler;
    private final CallbackClient client;
    private final PostGate gate;
    private final Batcher batcher;
    private final Sinks.Many<List<CallbackItem>> outbox =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(WAITING_AT_MOST));
    private final AtomicReference<Optional<URI>> target = new AtomicReference<>(Optional.empty());
    private final Disposable running;

    /** Signs with one secret; delivers nothing until a target is set. */
    public Courier(
            KnobBoard knobs,
            CallbackSigner signer,
            DeliveryLog log,
            SimulatorClock clock,
            Dice dice,
            CourierBounds bounds) {
        this.knobs = knobs;
        this.signer = signer;
        this.log = log;
        this.clock = clock;
        this.dice = dice;
        this.scheduler = bounds.timers().scheduler();
        client = new CallbackClient(bounds.concurrency(), clock);
        gate = new PostGate(bounds.concurrency(), WAITING_AT_MOST);
        batcher = new Batcher(knobs, bounds.timers(), this::send);
        // Ends with close(); until then it carries everything that offer() has taken.
        running = outbox.asFlux().flatMap(this::deliver, UNDER_WAY_AT_MOST).subscribe();
    }

    public void target(@Nullable URI callbackUrl) {
        target.set(Optional.ofNullable(callbackUrl));
    }

    public Optional<URI> target() {
        return target.get();
    }

    /** Takes an item for delivery, alone or in a batch as the knobs say. */
    public void offer(CallbackItem item) {
        batcher.add(item);
    }

    private synchronized void send(List<CallbackItem> batch) {
        if (outbox.tryEmitNext(batch).isFailure()) {
            log.giveUp(log.open(batch, 0, clock.instant()));
        }
    }

    /** Delivers these items in one POST, now. Completes when they are acknowledged or lost, never with an error. */
    public Mono<Delivery> deliver(List<? extends CallbackItem> items) {
        return Mono.defer(() -> {
            var now = knobs.now();
            var parcel = Parcel.pack(items, now.callbacks(), signer);
            var delivery = log.open(items, parcel.body().length, clock.instant());
            return target.get()
                    .map(uri -> after(heldBack(delivery), attempt(uri, parcel, delivery, 1)))
                    .orElseGet(() -> Mono.fromSupplier(() -> log.giveUp(delivery)));
        });
    }

    private Mono<Delivery> attempt(URI uri, Parcel parcel, Delivery delivery, int number) {
        return Mono.defer(() -> {
            var original = once(uri, parcel, delivery, number, false);
            boolean twice = dice.hits(
                    knobs.now().callbacks().duplicateProbability(), "duplicate/" + delivery.id() + '/' + number);
            var posted = twice
                    ? Mono.zip(
                            original,
                            once(uri, parcel, delivery, number, true),
                            (first, copy) -> settledOne(first, copy))
                    : original;
            return posted.flatMap(result -> result.settled() ? Mono.just(result) : retry(uri, parcel, result, number));
        });
    }

    private static Delivery settledOne(Delivery first, Delivery copy) {
        return first.settled() ? first : copy;
    }

    private Mono<Delivery> retry(URI uri, Parcel parcel, Delivery delivery, int failed) {
        var now = knobs.now();
        return after(now.compressed(now.callbacks().backoff(failed)), attempt(uri, parcel, delivery, failed + 1));
    }

    private Mono<Delivery> once(URI uri, Parcel parcel, Delivery delivery, int number, boolean copy) {
        var post =
                client.post(uri, parcel, number, copy, knobs.now().callbacks().timeout());
        var passed = copy ? post : gate.enter(post);
        return passed.map(attempt ->
                        log.record(delivery, attempt, knobs.now().callbacks().maxAttempts()))
                .onErrorResume(refused -> Mono.fromSupplier(() -> log.giveUp(delivery)));
    }

    private Duration heldBack(Delivery delivery) {
        var now = knobs.now();
        var callbacks = now.callbacks();
        var delay = callbacks.delay();
        if (dice.hits(callbacks.reorderProbability(), "reorder/" + delivery.id())) {
            double share = dice.roll("held/" + delivery.id());
            delay = delay.plusNanos((long) (callbacks.reorderWithin().toNanos() * share));
        }
        return now.compressed(delay);
    }

    private Mono<Delivery> after(Duration delay, Mono<Delivery> then) {
        return delay.isZero() ? then : Mono.delay(delay, scheduler).then(then);
    }

    /** Asks the subscriber for the challenge with the verify token. */
    public Mono<Boolean> handshake(URI uri, String verifyToken) {
        var challenge = Integer.toString(1_000_000_000 + (int) (dice.roll("challenge/" + uri) * 1e9));
        return client.handshake(uri, verifyToken, challenge);
    }

    /** Stops without waiting for what is under way. */
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
                    running.dispose();
                    gate.dispose();
                })
                .then(client.close());
    }
}
