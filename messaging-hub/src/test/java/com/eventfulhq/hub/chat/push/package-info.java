@NullMarked
package com.eventfulhq.hub.chat.push;

import org.jspecify.annotations.NullMarked;
