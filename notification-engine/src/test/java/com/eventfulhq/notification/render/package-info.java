@NullMarked
package com.eventfulhq.notification.render;

import org.jspecify.annotations.NullMarked;
