/**
 * The edge of the house: every connection from outside ends here.
 *
 * <p>Rooms: {@code whatsapp} takes Meta's callbacks onto the log, {@code realtime} holds the clients' sockets, {@code route}
 * passes REST on to the services behind. The reading rule in all of them: authenticate, admit, verify, write to the log, answer.
 */
@NullMarked
package com.eventfulhq.gateway;

import org.jspecify.annotations.NullMarked;
