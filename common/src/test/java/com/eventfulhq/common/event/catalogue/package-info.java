@NullMarked
package com.eventfulhq.common.event.catalogue;

import org.jspecify.annotations.NullMarked;
