/** Tokens for tests, shared with the tests of every module. */
@NullMarked
package com.eventfulhq.common.token;

import org.jspecify.annotations.NullMarked;
