/**
 * The third door: agents read conversations, messages and windows over REST.
 *
 * <p>Promises: a caller sees the numbers of its own team and nothing else; what belongs to others does not exist. Pages are
 * keyset pages: nothing is skipped or seen twice because something arrived meanwhile. Never: writes.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.inbox;

import org.jspecify.annotations.NullMarked;
