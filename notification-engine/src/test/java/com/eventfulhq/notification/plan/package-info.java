@NullMarked
package com.eventfulhq.notification.plan;

import org.jspecify.annotations.NullMarked;
