@NullMarked
package com.eventfulhq.gateway.whatsapp;

import org.jspecify.annotations.NullMarked;
