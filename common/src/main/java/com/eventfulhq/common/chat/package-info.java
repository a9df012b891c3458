/**
 * What gateway and hub say to each other about chats: commands on the log, entries on the bus, questions over HTTP. The words are
 * those of {@code docs/realtime.md}.
 */
@NullMarked
package com.eventfulhq.common.chat;

import org.jspecify.annotations.NullMarked;
