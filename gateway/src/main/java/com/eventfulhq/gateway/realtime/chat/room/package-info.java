/**
 * The conversations somebody on this node watches. The bus may lose, repeat and disorder; whoever sits in a room notices nothing
 * of it.
 *
 * <pre>
 * Redis ──▶ Partition (one owner loop each) ──▶ Room: next → on, lower → drop, gap → asks the hub, then on
 *                 │ one task per event loop and publication
 *                 ▼
 *             Floor (one per event loop) ──▶ Audience (its seats of one conversation) ──▶ Seat ──▶ Connection
 * </pre>
 *
 * Threads: a {@code Partition} and its {@code Room}s are touched on their owner loop only, a {@code Floor} and everything on it on
 * its own; between the two there are only tasks. Neither has a lock.
 *
 * <p>Promises: a seat that was opened at number {@code ev} gets {@code ev} + 1, {@code ev} + 2, …; if that cannot be, it is told to
 * pull. Nobody hears more of a conversation after the event that says they left it.
 *
 * <p>Never: keeps events beyond the gap it is closing.
 */
@NullMarked
package com.eventfulhq.gateway.realtime.chat.room;

import org.jspecify.annotations.NullMarked;
