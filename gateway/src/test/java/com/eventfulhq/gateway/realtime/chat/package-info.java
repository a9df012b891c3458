@NullMarked
package com.eventfulhq.gateway.realtime.chat;

import org.jspecify.annotations.NullMarked;
