@NullMarked
package com.eventfulhq.infra.standalone;

import org.jspecify.annotations.NullMarked;
