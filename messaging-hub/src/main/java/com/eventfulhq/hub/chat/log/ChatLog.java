package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** One batch of commands: lock, find repeats, decide purely, write with a few statements, commit. */
public final class ChatLog {

    /** Another writer can begin a thread of a batch this often before the batch is tried again from the start. */
    private static final int RACES = 5;

    private final Database database;
    private final List<ThreadKind> kinds;
    private final Rates rates;
    private final Clock clock;

    ChatLog(Database database, List<ThreadKind> kinds, Rates rates, Clock clock) {
        this.database = database;
        this.kinds = List.copyOf(kinds);
        this.rates = rates;
        this.clock = clock;
    }

    /** Completes with what was decided, once it is committed. */
    Mono<Draft> write(List<Command> batch) {
        return Mono.defer(() -> write(new Draft(batch, clock.instant(), rates)))
                .retryWhen(Retry.max(RACES).filter(HeadRace.class::isInstance));
    }

    private Mono<Draft> write(Draft draft) {
        return database.transactionAfter(
                        LogRows.aloneAndByIndex(draft), statements -> decideAndWrite(statements, draft))
                .doOnError(error -> draft.comesToNothing())
                .doOnCancel(draft::comesToNothing);
    }

    private Mono<Draft> decideAndWrite(Statements statements, Draft draft) {
        return LogRows.load(statements, draft)
                .thenMany(Flux.fromIterable(kinds))
                .concatMap(kind ->
                        Mono.defer(() -> draft.open().isEmpty() ? Mono.empty() : kind.decide(statements, draft)))
                .collectList()
                .doOnNext(decided -> draft.refuseTheRest())
                .flatMap(decided -> LogRows.write(statements, draft, decided)
                        .thenMany(Flux.fromIterable(decided))
                        .concatMap(writing -> writing.write(statements))
                        .then(Mono.just(draft)));
    }
}
