/**
 * The way to Redis. Redis holds only what is fast and can be rebuilt, so a service starts and is ready without it, goes on
 * trying, and says once when it is away and once when it is back.
 *
 * <p>Promises: no command waits for a connection to be opened; until there is one, it fails at once and its caller falls back.
 */
@NullMarked
package com.eventfulhq.common.redis;

import org.jspecify.annotations.NullMarked;
