/** Group commit: what arrives together goes to the log together. */
@NullMarked
package com.eventfulhq.gateway.group;

import org.jspecify.annotations.NullMarked;
