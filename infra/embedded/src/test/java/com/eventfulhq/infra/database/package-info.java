/** The migrations against a real PostgreSQL; they are tested here because a server can only be had from this module on. */
@NullMarked
package com.eventfulhq.infra.database;

import org.jspecify.annotations.NullMarked;
