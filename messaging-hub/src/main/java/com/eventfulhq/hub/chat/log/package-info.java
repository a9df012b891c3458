/**
 * The log of the threads: a command becomes numbered events, or an answer, once.
 *
 * <pre>
 *  chat.commands ─▶ CommandReader ─▶ ChatLog ─────────────────────────────▶ FanOut ─▶ bus: events, receipts, people, tops
 *                                      │ one transaction:                      ├──▶ the nodes that wait for an answer
 *                                      │ lock heads, find repeats,             └──▶ chat.events
 *                                      │ each {@link com.eventfulhq.hub.chat.log.ThreadKind} decides and writes its rows,
 *                                      │ events, answers and heads are written, commit
 * </pre>
 *
 * <p>Promises: numbers have no gaps, because the counter stands in a row that is locked and rolled back with the rest. What is told is
 * committed. A command that comes again, in the same batch or a year later, gets its first answer and does nothing; what it did is
 * told once more, for whoever asked may have died before the others heard of it. How a batch is cut, and how often it is read, changes
 * nothing but times.
 *
 * <p>Never: decides what a command may do; that is each kind's own. Never waits for Redis longer than one publication may take.
 */
@NullMarked
package com.eventfulhq.hub.chat.log;

import org.jspecify.annotations.NullMarked;
