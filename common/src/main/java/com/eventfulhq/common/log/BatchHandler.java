package com.eventfulhq.common.log;

import java.util.List;
import reactor.core.publisher.Mono;

/** Works on one batch. */
@FunctionalInterface
public interface BatchHandler {

    /**
     * Handles records in the order of the log. The offsets are acknowledged when the result completes, so everything that
     * must survive has to be committed by then. May see a record again after a crash or an error; may be given any part of a
     * batch it failed on.
     *
     * @param batch at least one record, of one or several partitions of one topic
     */
    Mono<Void> handle(List<LogRecord> batch);

    /**
     * The same in two steps: what this gives is done after the same of the batch before, and beside this of the batch after. The
     * offsets are acknowledged after both. Whatever fails for good in the second step is begun again.
     */
    default Mono<Mono<Void>> begin(List<LogRecord> batch) {
        return handle(batch).thenReturn(Mono.empty());
    }
}
