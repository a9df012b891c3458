@NullMarked
package com.eventfulhq.gateway.realtime.chat.room;

import org.jspecify.annotations.NullMarked;
