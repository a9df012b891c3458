/**
 * Reads notification templates, and what of other domains is needed to reach a person.
 */
@NullMarked
package com.eventfulhq.notification.template;

import org.jspecify.annotations.NullMarked;
