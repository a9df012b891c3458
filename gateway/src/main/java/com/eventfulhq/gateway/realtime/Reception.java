package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.socket.Connection;
import com.eventfulhq.gateway.realtime.socket.Door;
import com.eventfulhq.gateway.realtime.socket.Goodbye;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Where sockets come in: each gets a session, and what is said on it is read as commands. */
final class Reception implements Door {

    private final int maxErrors;
    private final Desk.Opener desks;

    Reception(int maxErrors, Desk.Opener desks) {
        this.maxErrors = maxErrors;
        this.desks = desks;
    }

    @Override
    public void opened(Connection connection) {
        connection.attach(new Session(connection, desks.open(connection), maxErrors));
    }

    @Override
    public void message(Connection connection, ByteBuf message, boolean binary) {
        if (binary) {
            connection.end(Goodbye.BINARY);
        } else {
            session(connection).take(Command.read(ByteBufUtil.getBytes(message)));
        }
    }

    @Override
    public void tooLarge(Connection connection) {
        session(connection)
                .take(new Command.Malformed(null, ErrorCode.TOO_LARGE, "frame: larger than a command may be"));
    }

    @Override
    public void closed(Connection connection) {
        session(connection).close();
    }

    private static Session session(Connection connection) {
        return connection.attached(Session.class);
    }
}
