@NullMarked
package com.eventfulhq.notification.request;

import org.jspecify.annotations.NullMarked;
