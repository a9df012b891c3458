/**
 * What became of deliveries: receipts from {@code whatsapp.events} move them forward, never back.
 *
 * <p>Flow: consumer (which statuses are ours) → ledger (one transaction per batch) → {@code notification.events} and the recipient's
 * live channel → offsets.
 *
 * <p>Promises: a receipt of ours is applied or parked before its offset is acknowledged. A parked one is applied when its delivery is
 * there, for instance after a database was restored to an earlier moment and the requests are read again.
 */
@NullMarked
package com.eventfulhq.notification.receipt;

import org.jspecify.annotations.NullMarked;
