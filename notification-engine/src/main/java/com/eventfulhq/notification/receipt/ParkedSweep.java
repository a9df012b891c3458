package com.eventfulhq.notification.receipt;

import com.eventfulhq.common.work.RegularWork;
import com.eventfulhq.notification.ledger.Parking;
import com.eventfulhq.notification.ledger.ParkingSettings;
import com.eventfulhq.notification.ledger.Receipt;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes up parked receipts whose delivery has come, and lets go of those nobody claims. Whoever writes deliveries need not think of
 * receipts: the two may pass each other unseen, the next look finds them both.
 */
@Component
final class ParkedSweep extends RegularWork {

    private final Parking parking;
    private final Settlement settlement;
    private final ReceiptMeters meters;

    ParkedSweep(Parking parking, Settlement settlement, ReceiptMeters meters, ParkingSettings settings) {
        this.parking = parking;
        this.settlement = settlement;
        this.meters = meters;
        repeat("parked receipts", settings.sweepEvery(), this::sweepOnce);
    }

    private Mono<Void> sweepOnce() {
        return parking.thoseThatCame()
                .filter(parked -> !parked.isEmpty())
                .flatMap(this::settle)
                .then(Mono.defer(parking::giveUp))
                .doOnNext(meters::gaveUp)
                .then();
    }

    /** Applied, then published, then removed: at whatever point it dies, the next look repeats it under the same ids. */
    private Mono<Void> settle(List<Receipt> parked) {
        var inOrder = parked.stream().sorted(Comparator.comparing(Receipt::at)).toList();
        return settlement
                .settle(inOrder)
                .then(Mono.defer(() -> parking.remove(parked)))
                .then();
    }
}
