/**
 * The one JSON mapper: bounded against hostile input, ignoring what it does not know.
 */
@NullMarked
package com.eventfulhq.common.json;

import org.jspecify.annotations.NullMarked;
