/**
 * What is said on the clients' sockets.
 *
 * <p>Flow in: {@code socket} → {@code Reception} → {@code Session} → {@code Command} → {@code Desk} → an answer. Flow back:
 * {@code LiveChannels} → {@code Watches} (one per channel and node) → one task per event loop → every connection.
 *
 * <p>Promises: a subscription is confirmed only when the node really watches, so whoever reads over REST after the answer has
 * missed nothing; whenever something may have been missed later, the client is told so by one {@code lag}; a slow reader costs
 * a bounded number of bytes and nobody else's time; whatever a client sends is answered or closed with a code that says what
 * to do next.
 *
 * <p>Never: keeps what was published, numbers it, reads or writes a database, or looks into an event.
 */
@NullMarked
package com.eventfulhq.gateway.realtime;

import org.jspecify.annotations.NullMarked;
