/**
 * The messaging hub: WhatsApp conversations, messages, windows, sending and the agents' inbox. It holds no client connection.
 *
 * <p>Three doors: callbacks from the log ({@code whatsapp.ingest}), messages to send ({@code whatsapp.send}), and agents
 * reading ({@code whatsapp.inbox}). All walk forward through {@code conversation}, {@code message}, {@code window} and leave
 * through {@code event}.
 */
@NullMarked
package com.eventfulhq.hub;

import org.jspecify.annotations.NullMarked;
