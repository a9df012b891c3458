@NullMarked
package com.eventfulhq.common.live;

import org.jspecify.annotations.NullMarked;
