/**
 * What this node asks the hub. Flow: {@link com.eventfulhq.gateway.realtime.chat.ask.HubAsks} gathers per event loop → one POST
 * → {@code ReplyReader} cuts the answer into one {@link com.eventfulhq.gateway.realtime.chat.ask.Reply} each, on the loop that asked.
 *
 * <p>Promises: every question is answered, at the latest after the time-out, with what the hub said or with {@code unavailable};
 * what waits is bounded. Never: reads more of an answer than it needs.
 */
@NullMarked
package com.eventfulhq.gateway.realtime.chat.ask;

import org.jspecify.annotations.NullMarked;
