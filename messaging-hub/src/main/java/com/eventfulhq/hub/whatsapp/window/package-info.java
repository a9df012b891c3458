/**
 * The 24-hour customer-service window of a conversation: open while its expiry lies ahead.
 *
 * <pre>
 *  (none) ──inbound──▶ open ──inbound──▶ open (later)      expiry = its own time + 24 h, never backwards
 *                       │  ├─ 1 h before expiry ─▶ closing announced
 *                       │  └─ expiry ────────────▶ closed ──inbound──▶ open
 *                       └─ Meta says 131047 ─────▶ closed
 * </pre>
 *
 * <p>Inbound is what the user writes, and the calls they make.
 *
 * <p>Flow: committed expiry → {@link com.eventfulhq.hub.whatsapp.window.Windows} → Redis → announcements.
 *
 * <p>Promises: PostgreSQL ({@code session_expires_at}) is right, always; only an <em>open</em> answer of Redis is believed,
 * anything else is asked again of PostgreSQL. Redis may forget everything at any moment: that delays announcements and
 * changes no decision. Never: decides by the mere existence of a key.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.window;

import org.jspecify.annotations.NullMarked;
