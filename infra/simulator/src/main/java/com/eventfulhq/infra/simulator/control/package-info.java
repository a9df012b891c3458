/** The face for people and tests: act as an end user, see what was sent and delivered, turn knobs, move time. */
@NullMarked
package com.eventfulhq.infra.simulator.control;

import org.jspecify.annotations.NullMarked;
