@NullMarked
package com.eventfulhq.hub;

import org.jspecify.annotations.NullMarked;
