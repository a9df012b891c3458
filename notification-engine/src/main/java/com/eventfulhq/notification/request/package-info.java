/**
 * Asking to notify somebody, over REST or over {@code notification.requests}.
 *
 * <p>Flow: controller (checks, then the log) → log → consumer → plan and render → ledger → deliver → offsets.
 *
 * <p>Promises: a request is answered 202 only when the log has it; the same key is the same notification. Never: sends.
 */
@NullMarked
package com.eventfulhq.notification.request;

import org.jspecify.annotations.NullMarked;
