/**
 * Asking to notify somebody, over REST or over {@code notification.requests}.
 *
 * <p>Flow: controller (checks, claims the key, then the log) → log → intake (claims, plan and render what is new) → ledger → deliver →
 * offsets.
 *
 * <p>Promises: a request is answered 202 only when the log has it; the same key of the same asker with the same request is the same
 * notification, and with another request is refused, whichever door it comes through; what is written down is never decided again,
 * so a record that is read again sends what was decided. A notification is seen by its recipient and by whoever asked for it (that
 * person, or any service of that team); to everybody else it does not exist. Never: sends.
 */
@NullMarked
package com.eventfulhq.notification.request;

import org.jspecify.annotations.NullMarked;
