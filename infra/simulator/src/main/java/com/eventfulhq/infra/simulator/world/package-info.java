/** What every room of the simulator shares: one clock that can be moved, dice that fall the same way for a seed, and bounded memory. */
@NullMarked
package com.eventfulhq.infra.simulator.world;

import org.jspecify.annotations.NullMarked;
