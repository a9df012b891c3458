/**
 * Telling the others. An event goes to {@code whatsapp.events} keyed by its conversation, and to whoever is watching the
 * team's inbox.
 *
 * <p>Flow: committed rows → {@link com.eventfulhq.hub.whatsapp.event.HubEvents} → log (must succeed) → live channel (may fail).
 *
 * <p>Promises: an event's id is made of its row, so the same event published twice is recognisable. Never: decides anything,
 * or publishes what is not committed.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.event;

import org.jspecify.annotations.NullMarked;
