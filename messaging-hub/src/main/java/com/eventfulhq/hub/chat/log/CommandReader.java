package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** The door: records of {@code chat.commands}, batch by batch. */
final class CommandReader {

    private final ChatLog log;
    private final FanOut fanOut;
    private final ChatMeters meters;

    CommandReader(ChatLog log, FanOut fanOut, ChatMeters meters) {
        this.log = log;
        this.fanOut = fanOut;
        this.meters = meters;
    }

    /** Completes when everything is committed and told. Offsets are acknowledged by the caller, last. */
    Mono<Void> work(List<LogRecord> batch) {
        long start = System.nanoTime();
        return log.write(commands(batch))
                .doOnNext(draft -> meters.written(draft, start))
                .flatMap(fanOut::tell);
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
