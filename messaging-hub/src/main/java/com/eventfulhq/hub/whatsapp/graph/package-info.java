/**
 * The Graph API's sending face: one call, one honest answer.
 *
 * <p>Flow: message → POST {@code /{version}/{phone_number_id}/messages} → {@link com.eventfulhq.hub.whatsapp.graph.SendOutcome}.
 *
 * <p>Promises: a message is posted at most once per call, {@code to} always carries its plus sign, and whatever happens on the
 * wire comes back as a value. An outcome is {@code Retry} only if Meta said so or the request never left; everything that
 * may have left without an answer is {@code Unknown}. Never: a retry of its own, the token in a message or a log.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.graph;

import org.jspecify.annotations.NullMarked;
