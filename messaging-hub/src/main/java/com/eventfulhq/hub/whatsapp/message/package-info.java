/**
 * Messages and what Meta said of them.
 *
 * <pre>
 *  queued ──▶ accepted ──▶ sent ──▶ delivered ──▶ read ──▶ played
 *     └──────────┴───────────┴──▶ failed ──delivery evidence──▶ delivered / read / played (the error stays)
 * </pre>
 *
 * <p>Promises: a wamid is stored once; a status only moves a message forward, in whatever order it comes; a status whose
 * message is not known yet waits for it. Never: loses a status that came too early, or lets it come twice.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.message;

import org.jspecify.annotations.NullMarked;
