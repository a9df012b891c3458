package com.eventfulhq.infra.simulator.delivery;

import com.eventfulhq.infra.simulator.world.Timers;

/**
 * What a courier may use.
 *
 * @param concurrency POSTs under way at once
 * @param timers run its delays
 */
public record CourierBounds(int concurrency, Timers timers) {}
