@NullMarked
package com.eventfulhq.gateway.route;

import org.jspecify.annotations.NullMarked;
