@NullMarked
package com.eventfulhq.hub.chat.log;

import org.jspecify.annotations.NullMarked;
