/**
 * Words of a notification: logic-less Mustache, variables checked before anything is written.
 */
@NullMarked
package com.eventfulhq.notification.render;

import org.jspecify.annotations.NullMarked;
