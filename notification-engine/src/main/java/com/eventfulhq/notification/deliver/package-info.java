/**
 * Handing a planned delivery to its channel: the recipient's live channel, or WhatsApp by way of the hub.
 *
 * <p>Promises: the delivery's row is there before it leaves, and its id makes a repeat recognisable.
 */
@NullMarked
package com.eventfulhq.notification.deliver;

import org.jspecify.annotations.NullMarked;
