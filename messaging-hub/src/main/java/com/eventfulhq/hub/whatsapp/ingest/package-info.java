/**
 * The first door: callbacks from the log become rows, windows and events.
 *
 * <p>Flow: {@code CallbackConsumer} → {@code CallbackDecoder} → {@code Changes} (pure) → {@code Ingest}: one transaction →
 * windows (best effort) → events (must succeed) → offsets.
 *
 * <p>Promises: a message is one row and one event however often Meta repeats it; after a crash between commit and publish the
 * event, and that a window opened, is published again under the same id; a record nobody can read stops nobody. Never: keeps
 * state between batches.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.ingest;

import org.jspecify.annotations.NullMarked;
