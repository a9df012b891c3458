/**
 * What travels on the log: topic names, the CloudEvents 1.0 attributes carried as headers, and the contracts as records.
 * A contract only grows: a field is added as nullable, never renamed, never given another meaning.
 */
@NullMarked
package com.eventfulhq.common.event;

import org.jspecify.annotations.NullMarked;
