@NullMarked
package com.eventfulhq.hub.chat.read;

import org.jspecify.annotations.NullMarked;
