/** What a client is told when PostgreSQL refuses. */
@NullMarked
package com.eventfulhq.common.problem;

import org.jspecify.annotations.NullMarked;
