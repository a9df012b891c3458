/**
 * Sending through WhatsApp, once.
 *
 * <p>Flow: {@code SendController → Acceptance → SendPolicy → row queued → whatsapp.sends}; then {@code SendConsumer →
 * Admission (rows another service asked for) → Sender → SendPolicy → Pace → attempt row → GraphApi → Outcomes → whatsapp.events}.
 *
 * <pre>
 *             ┌──────── DueSends: on the log again ◀────────┐
 *             ▼                                             │ retry, paused, paced
 *  queued ──claim──▶ attempt started ──▶ accepted ──(status)──▶ sent, delivered, read, played
 *     │                    │   │
 *     │ refused, expired   │   └──▶ rejected ──▶ failed
 *     ▼                    ▼
 *   failed ◀─deadline── unknown ──(status echoing the attempt)──▶ sent …
 * </pre>
 *
 * <p>Promises: an accepted message is called out at most once per attempt, and a new attempt is made only if the last one is
 * known not to have been sent. {@code next_attempt_at} is set exactly while a message waits for an attempt; an attempt is
 * {@code started} or {@code unknown} exactly while its outcome is open, so a process may die on any line. An outcome is
 * committed and told before its record is acknowledged. One conversation's messages leave in order, unless one has to wait
 * for longer than {@code max-hold}. Never: sends without an attempt row, resends what may have been sent.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.send;

import org.jspecify.annotations.NullMarked;
