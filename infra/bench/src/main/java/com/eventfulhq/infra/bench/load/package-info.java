/**
 * An HTTP load generator that costs as little as it can, because it shares the machine with what it measures: requests are
 * bytes made beforehand, one event loop, one request in flight per connection.
 */
@NullMarked
package com.eventfulhq.infra.bench.load;

import org.jspecify.annotations.NullMarked;
