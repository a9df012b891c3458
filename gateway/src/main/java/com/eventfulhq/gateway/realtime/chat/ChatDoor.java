package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.chat.protocol.RequestReader;
import com.eventfulhq.gateway.realtime.socket.Connection;
import com.eventfulhq.gateway.realtime.socket.Door;
import com.eventfulhq.gateway.realtime.socket.Goodbye;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Where clients come in. */
final class ChatDoor implements Door {

    private final Bays bays;
    private final Node node;

    ChatDoor(Bays bays, Node node) {
        this.bays = bays;
        this.node = node;
    }

    @Override
    public void opened(Connection connection) {
        var bay = bays.of(connection.loop(), node);
        var session = new Session(bay, connection);
        connection.attach(session);
        bay.add(session);
        var caller = connection.caller();
        if (caller != null) {
            session.tokenCame(caller, node.clock().instant());
        }
    }

    @Override
    public void message(Connection connection, ByteBuf message, boolean binary) {
        if (binary) {
            connection.end(Goodbye.BINARY);
        } else {
            session(connection).take(RequestReader.read(ByteBufUtil.getBytes(message)));
        }
    }

    @Override
    public void tooLarge(Connection connection) {
        session(connection)
                .refuse(
                        null,
                        ErrorCode.TOO_LARGE,
                        "frame: more than " + node.greeting().maxFrame() + " bytes");
    }

    @Override
    public void closed(Connection connection) {
        session(connection).close();
    }

    private static Session session(Connection connection) {
        return connection.attached(Session.class);
    }
}
