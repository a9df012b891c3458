@NullMarked
package com.eventfulhq.gateway.realtime.chat.presence;

import org.jspecify.annotations.NullMarked;
