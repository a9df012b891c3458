@NullMarked
package com.eventfulhq.gateway.realtime.chat.protocol;

import org.jspecify.annotations.NullMarked;
