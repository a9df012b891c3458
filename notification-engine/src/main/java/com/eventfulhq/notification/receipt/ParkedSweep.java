package com.eventfulhq.notification.receipt;

import com.eventfulhq.notification.ledger.Parking;
import com.eventfulhq.notification.ledger.ParkingSettings;
import com.eventfulhq.notification.ledger.Receipt;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes up parked receipts whose delivery has come, and lets go of those nobody claims. Whoever writes deliveries need not think of
 * receipts: the two may pass each other unseen, the next look finds them both.
 */
@Component
final class ParkedSweep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedSweep.class);

    private final Parking parking;
    private final Settlement settlement;
    private final ReceiptMeters meters;
    private final ParkingSettings settings;
    private @Nullable Disposable sweep;

    ParkedSweep(Parking parking, Settlement settlement, ReceiptMeters meters, ParkingSettings settings) {
        this.parking = parking;
        this.settlement = settlement;
        this.meters = meters;
        this.settings = settings;
    }

    private Mono<Void> sweepOnce() {
        return parking.thoseThatCame()
                .filter(parked -> !parked.isEmpty())
                .flatMap(this::settle)
                .then(Mono.defer(parking::giveUp))
                .doOnNext(meters::gaveUp)
                .then()
                .onErrorResume(e -> {
                    LOG.warn("the sweep of parked receipts is tried again: {}", e.toString());
                    return Mono.empty();
                });
    }

    /** Applied, then published, then removed: at whatever point it dies, the next look repeats it under the same ids. */
    private Mono<Void> settle(List<Receipt> parked) {
        var inOrder = parked.stream().sorted(Comparator.comparing(Receipt::at)).toList();
        return settlement
                .settle(inOrder)
                .then(Mono.defer(() -> parking.remove(parked)))
                .then();
    }

    @Override
    public synchronized void start() {
        if (sweep == null) {
            sweep = Flux.interval(settings.sweepEvery())
                    .onBackpressureDrop()
                    .concatMap(tick -> sweepOnce(), 1)
                    .subscribe();
        }
    }

    @Override
    public synchronized void stop() {
        var running = sweep;
        if (running != null) {
            running.dispose();
            sweep = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return sweep != null;
    }
}
