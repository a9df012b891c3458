package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.gateway.realtime.socket.Connection;
import java.util.UUID;

/** A connection that sits in rooms. Everything is called on its event loop. */
public interface Guest {

    Connection connection();

    UUID user();

    /** Of this connection among all of all nodes: what it causes itself it need not hear. */
    long number();

    /** The seat's person is no longer in the conversation; the seat is gone already. */
    void dismissed(Seat seat);

    /** The seat's conversation begins again, and so must its guest; the seat is gone already. */
    void outdated(Seat seat);

    /** The same for a conversation of its list. */
    void outdated(Listing listing);

    /** A conversation of its list has changed. */
    void changed(Listing listing);

    /** Something for this person's list, as a finished push. */
    void mine(Notice.Mine mine);

    /** Whether it has a seat in that conversation. */
    boolean sitsIn(UUID conversation);
}
