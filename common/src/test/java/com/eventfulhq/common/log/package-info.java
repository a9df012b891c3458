@NullMarked
package com.eventfulhq.common.log;

import org.jspecify.annotations.NullMarked;
