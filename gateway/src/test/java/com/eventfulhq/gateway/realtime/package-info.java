@NullMarked
package com.eventfulhq.gateway.realtime;

import org.jspecify.annotations.NullMarked;
