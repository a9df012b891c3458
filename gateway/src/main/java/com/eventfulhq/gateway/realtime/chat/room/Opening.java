package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import java.util.function.Consumer;

/**
 * Takes a seat without a hole: first the seat remembers what comes, then the hub is asked how things stand, then what came beyond
 * that follows.
 *
 * <pre>
 * sit → the room is watched, and has said everything up to {@code from} before → the hub answers: events up to {@code ev}
 *     ev ≥ from: everything beyond ev has been remembered                    → opened
 *     ev &lt; from: between the two something was said before the seat heard it → asked again; now it is part of the answer
 * </pre>
 */
final class Opening {

    private static final int TRIES = 3;

    private final Floor floor;
    private final Rooms rooms;
    private final Seat seat;
    private final Request.Position position;
    private final Consumer<Opened> then;
    private int tries;

    Opening(Floor floor, Rooms rooms, Seat seat, Request.Position position, Consumer<Opened> then) {
        this.floor = floor;
        this.rooms = rooms;
        this.seat = seat;
        this.position = position;
        this.then = then;
    }

    void begin() {
        rooms.join(position.conversationId(), floor, this::joined);
    }

    /** @param from the number up to which the room had said everything before, or how it failed */
    private void joined(long from) {
        if (from == Room.AWAY) {
            end(Reply.unavailable());
        } else {
            ask(from);
        }
    }

    private void ask(long from) {
        tries++;
        var ask = new ChatAsk.Open(
                new UserId(seat.guest().user()), position.conversationId(), position.epoch(), position.ev());
        rooms.asks().ask(floor.loop(), ask, reply -> replied(reply, from));
    }

    private void replied(Reply reply, long from) {
        if (seat.gone()) {
            then.accept(new Opened(seat, reply));
        } else if (!reply.given()) {
            end(reply);
        } else if (from == Room.UNKNOWN) {
            rooms.settle(position.conversationId(), floor, reply.ev(), base -> decide(reply, base));
        } else {
            decide(reply, from);
        }
    }

    private void decide(Reply reply, long from) {
        if (reply.ev() >= from || seat.gone()) {
            then.accept(new Opened(seat, reply));
        } else if (tries < TRIES) {
            ask(from);
        } else {
            end(Reply.unavailable());
        }
    }

    private void end(Reply refusal) {
        seat.leave();
        then.accept(new Opened(seat, refusal));
    }
}
