@NullMarked
package com.eventfulhq.common.chat;

import org.jspecify.annotations.NullMarked;
