@NullMarked
package com.eventfulhq.gateway.group;

import org.jspecify.annotations.NullMarked;
