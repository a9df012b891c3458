/**
 * Handing a planned delivery to its channel: the recipient's live channel, or WhatsApp by way of the hub.
 *
 * <p>Promises: the delivery's row is there before it leaves, with everything that goes out; its id, made from what it delivers, makes
 * a repeat recognisable; nothing leaves after it has expired.
 */
@NullMarked
package com.eventfulhq.notification.deliver;

import org.jspecify.annotations.NullMarked;
