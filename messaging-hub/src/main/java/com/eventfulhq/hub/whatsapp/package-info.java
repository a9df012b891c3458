/** WhatsApp. Rooms: {@code ingest}, {@code send} and {@code inbox} are doors; the others are used by them and never look up. */
@NullMarked
package com.eventfulhq.hub.whatsapp;

import org.jspecify.annotations.NullMarked;
