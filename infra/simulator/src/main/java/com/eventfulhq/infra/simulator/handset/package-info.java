/**
 * The people on the other side: what they wrote, when their service window ends, what they received, and the statuses their
 * devices report.
 *
 * <pre>
 * accepted ─▶ sent ─▶ delivered ─▶ read
 *     └────────┴──▶ failed
 * </pre>
 */
@NullMarked
package com.eventfulhq.infra.simulator.handset;

import org.jspecify.annotations.NullMarked;
