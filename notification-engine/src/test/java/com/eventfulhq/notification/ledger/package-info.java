@NullMarked
package com.eventfulhq.notification.ledger;

import org.jspecify.annotations.NullMarked;
