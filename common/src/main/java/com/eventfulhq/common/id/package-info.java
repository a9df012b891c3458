/**
 * Identifiers as types: two strings can be swapped, two types cannot. Each refuses a value that cannot be one.
 */
@NullMarked
package com.eventfulhq.common.id;

import org.jspecify.annotations.NullMarked;
