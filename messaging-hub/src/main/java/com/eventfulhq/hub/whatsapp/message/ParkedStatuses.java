package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
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
 * Statuses that came before their message. Whoever stores a wamid applies them in the same transaction; a sweep takes those
 * that were being parked at that very moment, and lets go of those nobody claims.
 */
@Component
public final class ParkedStatuses implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedStatuses.class);

    private final Parking parking;
    private final Statuses statuses;
    private final Database database;
    private final HubEvents events;
    private final MessageSettings settings;
    private @Nullable Disposable sweep;

    ParkedStatuses(Parking parking, Statuses statuses, Database database, HubEvents events, MessageSettings settings) {
        this.parking = parking;
        this.statuses = statuses;
        this.database = database;
        this.events = events;
        this.settings = settings;
    }

    /**
     * Applies what waited for these messages, inside the transaction that stored their wamids.
     *
     * @return what to publish after the commit
     */
    public Mono<List<HubEvent>> apply(Statements transaction, List<Wamid> wamids) {
        if (wamids.isEmpty()) {
            return Mono.just(List.of());
        }
        return parking.take(transaction, wamids.stream().map(Wamid::value).toArray(String[]::new))
                .flatMap(parked -> applyInOrder(transaction, parked));
    }

    private Mono<List<HubEvent>> applyInOrder(Statements transaction, List<StatusUpdate> parked) {
        var inOrder =
                parked.stream().sorted(Comparator.comparing(StatusUpdate::at)).toList();
        return statuses.apply(transaction, inOrder).map(Statuses.Applied::events);
    }

    private Mono<Void> sweepOnce() {
        return database.transaction(transaction ->
                        parking.takeThoseThatCame(transaction).flatMap(parked -> applyInOrder(transaction, parked)))
                .flatMap(events::publish)
                .then(database.single(parking::giveUp))
                .then()
                .onErrorResume(e -> {
                    LOG.warn("the sweep of parked statuses is tried again: {}", e.toString());
                    return Mono.empty();
                });
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
