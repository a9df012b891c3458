@NullMarked
package com.eventfulhq.infra.embedded;

import org.jspecify.annotations.NullMarked;
