/**
 * W3C trace context: one trace id follows a message from the callback to the answer, over HTTP and over the log.
 */
@NullMarked
package com.eventfulhq.common.trace;

import org.jspecify.annotations.NullMarked;
