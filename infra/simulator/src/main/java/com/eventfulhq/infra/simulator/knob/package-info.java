/**
 * Every behaviour that can be switched, as one immutable value. Readers take the current value once per decision, so a
 * change never applies to half of a message. Durations of the simulated world are divided by {@code compression}.
 */
@NullMarked
package com.eventfulhq.infra.simulator.knob;

import org.jspecify.annotations.NullMarked;
