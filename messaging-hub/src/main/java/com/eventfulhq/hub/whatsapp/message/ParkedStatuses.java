package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.work.RegularWork;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import com.eventfulhq.hub.whatsapp.window.Windows;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Statuses that came before their message. Whoever stores a wamid applies them in the same transaction; a sweep takes those
 * that were being parked at that very moment, and lets go of those nobody claims.
 */
@Component
public final class ParkedStatuses extends RegularWork {

    private final Parking parking;
    private final Statuses statuses;
    private final Database database;
    private final HubEvents events;
    private final Windows windows;
    private volatile Parking.Place lookFrom = Parking.Place.START;

    ParkedStatuses(
            Parking parking,
            Statuses statuses,
            Database database,
            HubEvents events,
            Windows windows,
            MessageSettings settings) {
        this.parking = parking;
        this.statuses = statuses;
        this.database = database;
        this.events = events;
        this.windows = windows;
        repeat("parked statuses", settings.sweepEvery(), this::sweepOnce);
    }

    /**
     * Applies what waited for these messages, inside the transaction that stored their wamids. They stay parked until
     * {@link #settled}: if the process dies before it has published, the sweep finds them and their events are told all the same.
     *
     * @return what to publish after the commit
     */
    public Mono<List<HubEvent>> apply(Statements transaction, List<Wamid> wamids) {
        if (wamids.isEmpty()) {
            return Mono.just(List.of());
        }
        return parking.waitingFor(transaction, wamids)
                .flatMap(parked -> applyInOrder(transaction, parked))
                .flatMap(applied -> windows.forget(applied.closed()).thenReturn(applied.events()));
    }

    /** What waited for these messages has been applied and published. */
    public Mono<Void> settled(List<Wamid> wamids) {
        return wamids.isEmpty()
                ? Mono.empty()
                : database.single(statements -> parking.waitingFor(statements, wamids)
                        .flatMap(parked -> parking.remove(statements, parked))
                        .then());
    }

    private Mono<Statuses.Applied> applyInOrder(Statements transaction, List<StatusUpdate> parked) {
        var inOrder =
                parked.stream().sorted(Comparator.comparing(StatusUpdate::at)).toList();
        return statuses.apply(transaction, inOrder);
    }

    private Mono<Void> sweepOnce() {
        return database.single(statements -> parking.thoseThatCame(statements, lookFrom))
                .flatMap(look -> tell(look.found()).then(Mono.fromRunnable(() -> lookFrom = look.next())))
                .then(database.single(parking::giveUp))
                .then();
    }

    /** Applied, then published, then removed: at whatever point it dies, a later sweep repeats it under the same ids. */
    private Mono<Void> tell(List<StatusUpdate> came) {
        if (came.isEmpty()) {
            return Mono.empty();
        }
        return database.transaction(transaction -> applyInOrder(transaction, came))
                .flatMap(applied -> windows.forget(applied.closed()).then(events.publish(applied.events())))
                .then(database.single(statements -> parking.remove(statements, came)))
                .then();
    }
}
