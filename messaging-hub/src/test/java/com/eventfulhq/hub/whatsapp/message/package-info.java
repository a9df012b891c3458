@NullMarked
package com.eventfulhq.hub.whatsapp.message;

import org.jspecify.annotations.NullMarked;
