/**
 * A WhatsApp Cloud API to develop and test against: Graph API in front, signed callbacks behind, a control face beside.
 *
 * <p>Flow: Graph send → fate → handset → statuses by callback; end user writes → callback with retries.
 * Apart from it, {@code domain} tells what the other domains of the platform would say on the log.
 *
 * <p>Promises: repeatable for a seed, everything bounded, starts in well under a second. Never stores anything on disk.
 */
@NullMarked
package com.eventfulhq.infra.simulator;

import org.jspecify.annotations.NullMarked;
