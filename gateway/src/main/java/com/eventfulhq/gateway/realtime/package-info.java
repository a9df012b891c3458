/**
 * Holds the clients' sockets: {@code socket} is the WebSocket itself, {@code chat} what is said over it. Chat knows the socket,
 * the socket knows nobody.
 */
@NullMarked
package com.eventfulhq.gateway.realtime;

import org.jspecify.annotations.NullMarked;
