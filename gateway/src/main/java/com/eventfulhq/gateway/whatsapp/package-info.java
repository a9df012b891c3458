/**
 * Takes WhatsApp callbacks in.
 *
 * <p>Flow: {@code WebhookRoutes} → {@code SignatureVerifier} over the raw bytes → {@code CallbackSplitter} → {@code GroupAppend} → the
 * log → 200.
 *
 * <p>Promises: 200 only when every record made of a callback is acknowledged by the log; whatever Meta signed is kept, also when
 * we do not understand it (as a change, or in quarantine as malformed); the bytes of an item are Meta's.
 *
 * <p>Never: looks at a database, validates a schema, asks another service, or logs what a message says. Meta waits for the
 * answer, sends again after any failure, and slows down for a whole business when we are slow.
 */
@NullMarked
package com.eventfulhq.gateway.whatsapp;

import org.jspecify.annotations.NullMarked;
