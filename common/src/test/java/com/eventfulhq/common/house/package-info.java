/** The house rules, shared with the tests of every module. */
@NullMarked
package com.eventfulhq.common.house;

import org.jspecify.annotations.NullMarked;
