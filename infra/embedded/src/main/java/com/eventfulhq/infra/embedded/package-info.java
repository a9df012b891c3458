/**
 * Real PostgreSQL, Redis and Kafka from Maven artifacts, with no Docker and nothing installed by hand.
 *
 * <p>Two uses: {@link com.eventfulhq.infra.embedded.TestServers} starts them once per test JVM, fast and forgetful; the
 * standalone run starts each node by itself, durable, with its state on disk. Promises: a data directory left by an unclean
 * stop is recovered, and servers left running by it are stopped first. Never: anything a production deployment should use.
 */
@NullMarked
package com.eventfulhq.infra.embedded;

import org.jspecify.annotations.NullMarked;
