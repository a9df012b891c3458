@NullMarked
package com.eventfulhq.common.trace;

import org.jspecify.annotations.NullMarked;
