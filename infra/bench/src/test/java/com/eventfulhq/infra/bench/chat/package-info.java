@NullMarked
package com.eventfulhq.infra.bench.chat;

import org.jspecify.annotations.NullMarked;
