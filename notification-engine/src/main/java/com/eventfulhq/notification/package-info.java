/**
 * The notification engine: request → plan → render → deliver → receipt, with the ledger under all of them.
 */
@NullMarked
package com.eventfulhq.notification;

import org.jspecify.annotations.NullMarked;
