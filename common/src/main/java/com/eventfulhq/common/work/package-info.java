/** Work a service does again and again while it runs. */
@NullMarked
package com.eventfulhq.common.work;

import org.jspecify.annotations.NullMarked;
