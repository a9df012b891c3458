/** Pages of the documentation that are made from the code, and so cannot lag behind it. */
@NullMarked
package com.eventfulhq.infra.standalone.handbook;

import org.jspecify.annotations.NullMarked;
