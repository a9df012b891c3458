@NullMarked
package com.eventfulhq.hub.whatsapp.conversation;

import org.jspecify.annotations.NullMarked;
