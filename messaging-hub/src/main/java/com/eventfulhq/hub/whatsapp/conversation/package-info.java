/**
 * Who writes to which number: business numbers, contacts with all their identities, and the thread between the two.
 *
 * <p>Flow: inbound senders of a batch → business number → contact → conversation → folded times.
 *
 * <p>Promises: one contact for all identities Meta says are one person; one conversation per number and contact, however many
 * processes create it at once; times only move forward; who changes number or id stays the same contact, and is addressed by the new
 * one. Never: rewrites a number, or uses a username as a key.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.conversation;

import org.jspecify.annotations.NullMarked;
