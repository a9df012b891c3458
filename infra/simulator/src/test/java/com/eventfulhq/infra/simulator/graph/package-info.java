@NullMarked
package com.eventfulhq.infra.simulator.graph;

import org.jspecify.annotations.NullMarked;
