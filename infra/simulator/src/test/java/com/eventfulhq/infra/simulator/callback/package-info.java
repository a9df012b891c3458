@NullMarked
package com.eventfulhq.infra.simulator.callback;

import org.jspecify.annotations.NullMarked;
