@NullMarked
package com.eventfulhq.gateway.realtime.chat.ask;

import org.jspecify.annotations.NullMarked;
