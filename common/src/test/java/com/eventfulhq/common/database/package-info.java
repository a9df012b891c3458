@NullMarked
package com.eventfulhq.common.database;

import org.jspecify.annotations.NullMarked;
