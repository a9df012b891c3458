/**
 * R2DBC idioms: one set-based statement per batch, explicit transactions, SQLSTATE translated once.
 */
@NullMarked
package com.eventfulhq.common.database;

import org.jspecify.annotations.NullMarked;
