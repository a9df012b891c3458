@NullMarked
package com.eventfulhq.hub.whatsapp.ingest;

import org.jspecify.annotations.NullMarked;
