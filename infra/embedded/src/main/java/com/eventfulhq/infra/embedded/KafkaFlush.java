package com.eventfulhq.infra.embedded;

/** When the broker forces an append to disk. */
public enum KafkaFlush {
    /** The broker's default: the operating system writes when it likes. Survives the death of the process; in production replication makes it durable. */
    PAGE_CACHE,

    /** Before every acknowledgement. */
    EVERY_APPEND
}
