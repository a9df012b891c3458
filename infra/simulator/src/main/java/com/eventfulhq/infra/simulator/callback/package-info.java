/**
 * The callbacks exactly as Meta puts them on the wire: item → envelope → escaped bytes → signature.
 *
 * <p>Composing is pure and repeatable for a seed; nothing in here sends anything. Tests and load generators use this room
 * without the simulator.
 */
@NullMarked
package com.eventfulhq.infra.simulator.callback;

import org.jspecify.annotations.NullMarked;
