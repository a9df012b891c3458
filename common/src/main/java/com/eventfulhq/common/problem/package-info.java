/**
 * RFC 9457 problem details: one list of stable types, one translator at the HTTP border.
 */
@NullMarked
package com.eventfulhq.common.problem;

import org.jspecify.annotations.NullMarked;
