/**
 * What clients say and are answered, as {@code docs/realtime.md} has it: frame → {@link
 * com.eventfulhq.gateway.realtime.chat.protocol.Request}, and back as bytes. Nothing here knows a connection.
 */
@NullMarked
package com.eventfulhq.gateway.realtime.chat.protocol;

import org.jspecify.annotations.NullMarked;
