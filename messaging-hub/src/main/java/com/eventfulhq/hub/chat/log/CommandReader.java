package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.log.BatchHandler;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** The door: records of {@code chat.commands}, batch by batch. */
final class CommandReader implements BatchHandler {

    private final ChatLog log;
    private final FanOut fanOut;
    private final ChatMeters meters;

    CommandReader(ChatLog log, FanOut fanOut, ChatMeters meters) {
        this.log = log;
        this.fanOut = fanOut;
        this.meters = meters;
    }

    @Override
    public Mono<Void> handle(List<LogRecord> batch) {
        return begin(batch).flatMap(telling -> telling);
    }

    /** Completes when everything is committed; it is told while the next batch is written. */
    @Override
    public Mono<Mono<Void>> begin(List<LogRecord> batch) {
        long start = System.nanoTime();
        return log.write(commands(batch))
                .doOnNext(draft -> meters.written(draft, start))
                .map(draft -> Mono.defer(() -> fanOut.tell(draft)));
    }

    private static List<Command> commands(List<LogRecord> batch) {
        var commands = new ArrayList<Command>(batch.size());
        for (var record : batch) {
            commands.add(new Command(
                    commands.size(),
                    read(record),
                    record.partition(),
                    record.position(),
                    record.appendedAt(),
                    record.trace()));
        }
        return commands;
    }

    /** What the gateway put there was read by the same reader before: anything else has nobody who waits for an answer. */
    private static Submission read(LogRecord record) {
        try {
            return Submission.read(record.data());
        } catch (IllegalArgumentException e) {
            throw new RecordRejected(record, "chat command: " + e.getMessage(), e);
        }
    }
}
