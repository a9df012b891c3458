/**
 * Who was written to and has not read it is notified, once, until they have.
 *
 * <pre>
 *  message ──30 s──▶ still unread, not muted, not notified since the last reading? ──▶ notification.requested
 *                     └─ read meanwhile: nothing                                         └─▶ pushed_message_no
 * </pre>
 *
 * <p>Flow: regular work → the messages that have just become old enough → their conversations' unread → the log → the mark.
 *
 * <p>Promises: whatever is due is in the database, so a restart forgets nothing. The request's key is made of what was read last: asked
 * for twice, by two hubs or before and after a crash, it is one. Never: a second notice of a conversation before the first one's messages
 * are read.
 */
@NullMarked
package com.eventfulhq.hub.chat.push;

import org.jspecify.annotations.NullMarked;
