/**
 * Conversations of people: who may do what in them, and their rows.
 *
 * <pre>
 *  (none) ──create──▶ open ──archive──▶ archived ──restore──▶ open        archived: nothing is sent, edited or reacted to
 *
 *  owner ⊃ admin ⊃ member      a member reads, sends, reacts, edits (24 h) and deletes their own, leaves;
 *                              an admin also renames, archives, adds, removes, pins, deletes others';
 *                              an owner also gives roles and removes owners. Never the last owner, while others are there
 *
 *  message: sent (version 1) ──edit──▶ version + 1 ──delete──▶ deleted, for good; its number stays
 * </pre>
 *
 * <p>Flow: open commands → {@link com.eventfulhq.hub.chat.room.Loading} what they name → {@link com.eventfulhq.hub.chat.room.Room} decides,
 * purely and in the order of the log → {@link com.eventfulhq.hub.chat.room.Changes} written with a few statements.
 *
 * <p>Promises: a decision sees everything decided before it, in this batch or an earlier one, so that it does not matter how the log is
 * cut into batches. Whoever does not take part learns nothing, not even that a conversation is there.
 */
@NullMarked
package com.eventfulhq.hub.chat.room;

import org.jspecify.annotations.NullMarked;
