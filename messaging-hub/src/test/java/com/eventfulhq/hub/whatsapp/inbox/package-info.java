@NullMarked
package com.eventfulhq.hub.whatsapp.inbox;

import org.jspecify.annotations.NullMarked;
