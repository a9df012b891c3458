@NullMarked
package com.eventfulhq.gateway;

import org.jspecify.annotations.NullMarked;
