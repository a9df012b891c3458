/**
 * What became of deliveries: receipts from {@code whatsapp.events} move them forward, never back.
 */
@NullMarked
package com.eventfulhq.notification.receipt;

import org.jspecify.annotations.NullMarked;
