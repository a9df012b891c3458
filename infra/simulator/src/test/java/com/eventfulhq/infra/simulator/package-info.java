@NullMarked
package com.eventfulhq.infra.simulator;

import org.jspecify.annotations.NullMarked;
