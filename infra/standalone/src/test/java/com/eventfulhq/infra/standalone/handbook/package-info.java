@NullMarked
package com.eventfulhq.infra.standalone.handbook;

import org.jspecify.annotations.NullMarked;
