@NullMarked
package com.eventfulhq.hub.whatsapp.window;

import org.jspecify.annotations.NullMarked;
