package com.eventfulhq.infra.embedded;

/** What survives. */
public enum Durability {
    /** For tests: nothing is forced to disk. */
    FAST,

    /** PostgreSQL: fsync, synchronous_commit and full_page_writes on. Redis: append-only file, forced every second. */
    DURABLE
}
