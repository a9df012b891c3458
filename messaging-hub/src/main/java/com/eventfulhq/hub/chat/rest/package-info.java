/**
 * Chats over REST, for servers and simple clients ({@code docs/rest-chat.md}).
 *
 * <p>Flow: a read is an ask to {@code hub.chat.read}; a write goes onto {@code chat.commands} like a gateway's, and its answer comes
 * back on a live channel of this process ({@code Submissions}). So there is one writer, whichever way a command came.
 *
 * <p>Promises: an answered write is committed; an unanswered one is safely repeated with the same id. Never: decides, or writes to
 * the database.
 */
@NullMarked
package com.eventfulhq.hub.chat.rest;

import org.jspecify.annotations.NullMarked;
