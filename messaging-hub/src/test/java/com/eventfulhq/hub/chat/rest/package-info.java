@NullMarked
package com.eventfulhq.hub.chat.rest;

import org.jspecify.annotations.NullMarked;
