/**
 * Words of a notification: logic-less Mustache, variables checked before anything is written. What each channel will carry is made
 * complete here, and kept; a channel that can never carry it (WhatsApp takes no empty value) says so.
 */
@NullMarked
package com.eventfulhq.notification.render;

import org.jspecify.annotations.NullMarked;
