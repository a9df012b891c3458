/**
 * The spine. {@link com.eventfulhq.common.log.EventLog} writes to it, {@link com.eventfulhq.common.log.LogReader} reads from it, nothing
 * else knows Kafka.
 *
 * <p>Flow: append → acknowledged by all replicas → read in batches, in order per key → handler commits its writes → offsets
 * acknowledged. A record that cannot be processed goes to {@code <topic>.dlt} with its reason and its original bytes.
 *
 * <p>Entries of one partition may be packed into one record ({@code Parcel}); readers see entries all the same.
 *
 * <p>Promises: at least once; order per key; an acknowledged append is never lost by a crash of the process; a poison record
 * never stops its successors. Never: exactly once (handlers are idempotent by a unique key in PostgreSQL).
 */
@NullMarked
package com.eventfulhq.common.log;

import org.jspecify.annotations.NullMarked;
