@NullMarked
package com.eventfulhq.notification;

import org.jspecify.annotations.NullMarked;
