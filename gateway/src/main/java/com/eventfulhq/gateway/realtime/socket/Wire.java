package com.eventfulhq.gateway.realtime.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one handler of an upgraded channel: bytes in, messages up; buffers out as they are. */
final class Wire extends ChannelInboundHandlerAdapter implements FrameReader.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private final Channel channel;
    private final Shard shard;
    private final Sockets sockets;
    private final Connection connection;
    private final FrameReader reader;
    private final boolean deflates;
    private boolean deaf;

    Wire(Channel channel, Shard shard, Sockets sockets, boolean deflates) {
        this.channel = channel;
        this.shard = shard;
        this.sockets = sockets;
        this.deflates = deflates;
        this.connection = new Connection(shard, this);
        this.reader =
                new FrameReader(this, channel.alloc(), shard.limits().message(), deflates ? shard.inflation() : null);
    }

    Connection connection() {
        return connection;
    }

    // In.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (deaf || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        connection.heard();
        try {
            reader.read(bytes);
        } catch (Violation violation) {
            connection.end(violation.goodbye());
        }
    }

    @Override
    public void message(ByteBuf payload, boolean binary) {
        if (connection.saidGoodbye()) {
            return;
        }
        try {
            sockets.door().message(connection, payload, binary);
        } catch (RuntimeException e) {
            LOG.error("socket: a message failed", e);
            connection.end(Goodbye.FAILED);
        }
    }

    @Override
    public void tooLarge() {
        if (!connection.saidGoodbye()) {
            sockets.door().tooLarge(connection);
        }
    }

    @Override
    public void ping(byte[] payload) {
        connection.answer(Frame.pong(payload));
    }

    /** The client's goodbye, or its answer to ours: the server closes first (RFC 6455, section 7.1.1). */
    @Override
    public void close(int code) {
        deaf = true;
        if (connection.saidGoodbye()) {
            close();
        } else {
            var unused = channel.writeAndFlush(own(Frame.close(code, ""))).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public boolean paused() {
        return deaf || connection.paused();
    }

    void pause() {
        channel.config().setAutoRead(false);
    }

    void resume() {
        channel.config().setAutoRead(true);
        try {
            reader.resume();
        } catch (Violation violation) {
            connection.end(violation.goodbye());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            connection.drain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deaf = true;
        reader.release();
        connection.gone();
        sockets.left(connection);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("socket: broken off", cause);
        close();
    }

    // Out.

    /** A buffer for this reader alone. */
    ByteBuf own(Frame frame) {
        byte[] bytes = frame.wire(false);
        return channel.alloc().directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    }

    /** A buffer of what others are likely to read as well. */
    ByteBuf shared(Frame frame) {
        return shard.shared(frame.wire(deflates), channel.alloc());
    }

    /** The next of what waits; null if nothing does. */
    @Nullable
    ByteBuf next(Backlog waiting) {
        var answer = waiting.nextAnswer();
        if (answer != null) {
            return own(answer);
        }
        var frame = waiting.nextForAll();
        return frame == null ? null : shared(frame);
    }

    /** The answers that wait, whether there is room or not. */
    void lastWords(Backlog waiting) {
        for (var answer = waiting.nextAnswer(); answer != null; answer = waiting.nextAnswer()) {
            write(own(answer));
        }
    }

    void write(ByteBuf buffer) {
        var unused = channel.write(buffer, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Bytes that wait in the channel. */
    long pending() {
        var out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    int stuckFor(Backlog backlog, int now) {
        var out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : backlog.stuckFor(out, now);
    }

    /**
     * The goodbye is on its way. After a violation nothing can be understood any more; closing at once could reset the
     * connection before the code is read, so only our direction is closed, and the rest is read and dropped.
     */
    void goodbye(Goodbye why) {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        boolean violated = why.code() < 4000;
        if (violated) {
            deaf = true;
        }
        if (violated && pending() == 0 && channel instanceof DuplexChannel duplex) {
            var unused = duplex.shutdownOutput();
        }
    }

    void close() {
        var unused = channel.close();
    }
}
