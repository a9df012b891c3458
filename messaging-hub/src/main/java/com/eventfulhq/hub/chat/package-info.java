/** Conversations of people with one another. */
@NullMarked
package com.eventfulhq.hub.chat;

import org.jspecify.annotations.NullMarked;
