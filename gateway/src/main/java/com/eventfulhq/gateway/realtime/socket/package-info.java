/**
 * The sockets themselves, below WebFlux: from the handshake's first byte to the last one on the wire.
 *
 * <p>Flow in: {@code Entrance} (handshake; after it no HTTP is left in the pipeline) → {@code Wire} → {@code FrameReader} →
 * {@link com.eventfulhq.gateway.realtime.socket.Door}, the layer above. Flow back:
 * {@link com.eventfulhq.gateway.realtime.socket.Connection} → the wire, or its backlog while the reader is slow.
 *
 * <p>Promises: everything of a connection happens on its event loop; a {@link com.eventfulhq.gateway.realtime.socket.Frame} is
 * encoded once, and copied once per event loop and turn, however many readers it has; a slow reader costs a bounded number of
 * bytes and nobody else's time, and whatever it misses it is told of; what a client sends is bounded by what has been answered
 * and read.
 *
 * <p>Never: looks into a message, or knows what is subscribed to.
 */
@NullMarked
package com.eventfulhq.gateway.realtime.socket;

import org.jspecify.annotations.NullMarked;
