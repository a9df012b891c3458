/**
 * Brings callbacks to the subscriber: batch → pack (serialise and sign once) → post → retry with growing delays → log.
 *
 * <p>Promises: all attempts of a delivery carry the same bytes; every attempt is recorded; queue, concurrency and number of
 * attempts are bounded, and what is given up is counted as lost. Never promises an order, as Meta does not.
 */
@NullMarked
package com.eventfulhq.infra.simulator.delivery;

import org.jspecify.annotations.NullMarked;
