@NullMarked
package com.eventfulhq.notification.receipt;

import org.jspecify.annotations.NullMarked;
