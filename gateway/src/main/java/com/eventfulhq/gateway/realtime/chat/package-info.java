/**
 * The protocol {@code eventful.v1} on the sockets: who a client is, what it watches, what it wants done.
 *
 * <p>Flow in: {@code ChatDoor} → {@code Session} → a command goes onto the log ({@code Submissions}), a question to the hub
 * ({@code ask}), a subscription into a room ({@code room}). Flow back: the hub's answers by number ({@code AnswerWatch} →
 * {@code Replies}), events through the rooms, the inbox and notifications through {@code Feeds}.
 *
 * <p>Everything of a session happens on its event loop; what the sessions of one loop share is its {@code Bay}.
 *
 * <p>Promises: every request is answered once, a command only when it is committed, or with a code that says whether to repeat
 * it. Never: decides what somebody may read or write in a conversation, and keeps nothing a client could miss.
 */
@NullMarked
package com.eventfulhq.gateway.realtime.chat;

import org.jspecify.annotations.NullMarked;
