package com.eventfulhq.gateway.realtime.socket;

import io.netty.buffer.ByteBuf;

/** The layer above: what clients say goes in here. Called on the connection's event loop, so it must not wait. */
public interface Door {

    /** A socket is there; its caller is known if a token came with the handshake. */
    void opened(Connection connection);

    /**
     * One whole message, in the order they were sent. Whoever does not answer it before returning says
     * {@link Connection#busy(int)} first and {@link Connection#done(int)} later.
     *
     * @param message valid UTF-8 unless it is binary; only to be read until this method returns
     */
    void message(Connection connection, ByteBuf message, boolean binary);

    /** A message was longer than is taken, and has been skipped. */
    void tooLarge(Connection connection);

    /** The socket is gone, whoever ended it; called once for each that was opened. */
    void closed(Connection connection);
}
