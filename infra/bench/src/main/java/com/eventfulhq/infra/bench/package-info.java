/**
 * Measurements. Every figure is taken beside another one in the same run, because machines differ and ratios last: the
 * gateway beside a bare handler, the pipeline beside what was accepted.
 *
 * <p>Flow: bodies composed and signed beforehand → {@code load} sends them and keeps every latency → {@code IngestBench}
 * starts the processes, alternates the sides, and prints ratios, percentiles, CPU and the ledger.
 */
@NullMarked
package com.eventfulhq.infra.bench;

import org.jspecify.annotations.NullMarked;
