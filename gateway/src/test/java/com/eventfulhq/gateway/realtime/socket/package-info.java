@NullMarked
package com.eventfulhq.gateway.realtime.socket;

import org.jspecify.annotations.NullMarked;
