/**
 * Which channels a notification takes, and why not the others. Decided without the database.
 */
@NullMarked
package com.eventfulhq.notification.plan;

import org.jspecify.annotations.NullMarked;
