package com.eventfulhq.common.log;

/**
 * One record of a batch can never be processed: it goes to the dead letters with this message as the reason, and the rest of
 * the batch is handled again without it. Handlers throw it before they write anything.
 */
public final class RecordRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LogRecord record;

    public RecordRejected(LogRecord record, String reason, Throwable cause) {
        super(reason, cause);
        this.record = record;
    }

    LogRecord record() {
        return record;
    }
}
