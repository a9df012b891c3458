/** Pages of lists that go by time, newest first, with an opaque cursor from one to the next. */
@NullMarked
package com.eventfulhq.common.page;

import org.jspecify.annotations.NullMarked;
