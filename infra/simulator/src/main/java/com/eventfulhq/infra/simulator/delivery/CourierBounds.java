package com.eventfulhq.infra.simulator.delivery;

import reactor.core.scheduler.Scheduler;

/**
 * What a courier may use.
 *
 * @param concurrency POSTs under way at once
 * @param scheduler runs its delays
 */
public record CourierBounds(int concurrency, Scheduler scheduler) {}
