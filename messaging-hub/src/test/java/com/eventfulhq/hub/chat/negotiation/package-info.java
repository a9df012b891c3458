@NullMarked
package com.eventfulhq.hub.chat.negotiation;

import org.jspecify.annotations.NullMarked;
