/**
 * The only writer of notifications, deliveries and timeline; status and story change in one transaction.
 *
 * <pre> queued → sent → delivered → opened → clicked;  failed, unless there is evidence of delivery;
 * suppressed: expired before it left, unless there is evidence that it had </pre>
 *
 * <p>A notification stands where the best of its channels stands; suppressed, if none was tried.
 */
@NullMarked
package com.eventfulhq.notification.ledger;

import org.jspecify.annotations.NullMarked;
