/**
 * What is read of the chats: by gateway nodes, which ask for people they have authenticated, and by {@code hub.chat.rest}.
 *
 * <p>Flow: {@code AsksController} checks the secret → {@code AskReader} reads each ask by itself → {@code ChatReads} gathers those
 * of a kind → one statement for many → answers in the order asked.
 *
 * <p>What is no conversation may be a booking, whose negotiation is opened and paged alike ({@code OrBooking}); it is looked for only then.
 *
 * <p>Promises: every answer is of one moment of the database (one statement, one snapshot), so a number and what it counts agree;
 * who does not take part, or no longer, is told that there is nothing; an ask that fails fails alone; every answer is bounded in
 * rows and bytes. Never: writes.
 */
@NullMarked
package com.eventfulhq.hub.chat.read;

import org.jspecify.annotations.NullMarked;
