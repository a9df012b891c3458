@NullMarked
package com.eventfulhq.infra.bench.drill;

import org.jspecify.annotations.NullMarked;
