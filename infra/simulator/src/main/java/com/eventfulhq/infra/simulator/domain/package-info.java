/**
 * The other domains of the platform, as they sound on the log: a stream of domain events that tells coherent stories.
 *
 * <p>Flow: {@link Cast} → stories (an evening, a booking, a subscription, a team) → {@link EventStories} tells many at once,
 * a step at a time.
 *
 * <p>Promises: the same seed tells the same; every event keeps its contract; what follows in a story follows in the stream
 * (nobody is checked in without a ticket, nothing is confirmed before its fee is in escrow). Never: a real sale.
 */
@NullMarked
package com.eventfulhq.infra.simulator.domain;

import org.jspecify.annotations.NullMarked;
