/**
 * Live channels over Redis: what was just committed, told to whoever is watching. Best effort by design: a watcher that
 * missed something reads it from the service that owns it.
 */
@NullMarked
package com.eventfulhq.common.live;

import org.jspecify.annotations.NullMarked;
