/**
 * The only writer of notifications, deliveries and timeline; status and story change in one transaction.
 *
 * <pre> queued → sent → delivered → opened → clicked;  failed, unless there is evidence of delivery </pre>
 */
@NullMarked
package com.eventfulhq.notification.ledger;

import org.jspecify.annotations.NullMarked;
