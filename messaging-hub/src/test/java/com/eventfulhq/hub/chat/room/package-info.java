@NullMarked
package com.eventfulhq.hub.chat.room;

import org.jspecify.annotations.NullMarked;
