/**
 * Load on the chats, with a witness beside every figure: what each receiver got is compared with what was committed. Clients
 * follow {@code docs/realtime.md} and share one event loop, so that the generator costs little and needs no locks.
 */
@NullMarked
package com.eventfulhq.infra.bench.chat;

import org.jspecify.annotations.NullMarked;
