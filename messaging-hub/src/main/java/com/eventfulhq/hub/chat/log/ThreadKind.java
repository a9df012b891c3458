package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.database.Change;
import com.eventfulhq.common.database.Database.Statements;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A kind of thread: it decides its own commands and keeps its own rows; numbers, events, answers and telling are the log's. A new kind is
 * a bean of this type. Kinds are asked one after another, in the order their beans are in.
 */
public interface ThreadKind {

    /**
     * Works on those of the {@link Draft#open open} commands that are about threads of this kind, within the transaction: loads what
     * their decisions need and lets the draft decide each in turn. Writes nothing yet. What it leaves open is for the other kinds, and in
     * the end answered {@code not-found}.
     *
     * @return how to write the kind's own rows; run after heads and events are written, in the order of the kinds. Empty: nothing to write
     */
    Mono<Writing> decide(Statements statements, Draft draft);

    /** What remains to be written of a kind's decisions. */
    @FunctionalInterface
    interface Writing {

        /**
         * Changes that need no other row of the batch to be there before, and of which none touches a row of another: they are one
         * statement with those of the heads and events.
         */
        default List<Change> first() {
            return List.of();
        }

        /** Everything else. Locks and writes rows in the order of their keys, so that two writers never wait for one another. */
        Mono<Void> write(Statements statements);
    }
}
