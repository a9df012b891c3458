@NullMarked
package com.eventfulhq.infra.simulator.domain;

import org.jspecify.annotations.NullMarked;
