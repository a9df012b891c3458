/** Reading and answering JSON over Reactor Netty, with a bound on what is read. */
@NullMarked
package com.eventfulhq.infra.simulator.http;

import org.jspecify.annotations.NullMarked;
