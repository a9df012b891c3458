package com.eventfulhq.infra.bench.drill;

import java.time.Duration;

/**
 * A message on its way, signed beforehand, so that every repeat has the same bytes.
 *
 * @param due       when it should be sent, from the start of the run
 * @param body      what is posted
 * @param signature of exactly these bytes
 */
record Callback(Facts.Sent message, Duration due, byte[] body, String signature) {

    /** The same once more, although it was answered: Meta does that, too. */
    Callback again(Duration later) {
        return new Callback(message, later, body, signature);
    }
}
