package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.gateway.realtime.chat.ask.Reply;

/**
 * How taking a seat went.
 *
 * @param seat  gone if the reply is a refusal; else it waits for {@link Seat#live} with the reply's {@code ev}
 * @param reply what to answer
 */
public record Opened(Seat seat, Reply reply) {

    /** To be called once the answer is on its way: what comes after it may follow. */
    public void answered() {
        seat.live(reply.ev());
    }
}
