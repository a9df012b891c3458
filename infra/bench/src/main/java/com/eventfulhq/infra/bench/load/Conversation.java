package com.eventfulhq.infra.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection: writes a request when it is due, waits for its answer, takes the next. */
final class Conversation extends ChannelInboundHandlerAdapter {

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final String LENGTH = "content-length:";

    private final Load load;
    private final ByteBuf received = Unpooled.buffer(1024);
    private Load.@Nullable Due underWay;

    Conversation(Load load) {
        this.load = load;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        sendNext(context);
    }

    private void sendNext(ChannelHandlerContext context) {
        var due = load.take();
        if (due == null) {
            var unused = context.close();
            return;
        }
        underWay = due;
        long wait = due.nanos() - System.nanoTime();
        if (wait <= 0) {
            write(context, due);
        } else {
            var unused = context.executor().schedule(() -> write(context, due), wait, TimeUnit.NANOSECONDS);
        }
    }

    private static void write(ChannelHandlerContext context, Load.Due due) {
        var unused = context.writeAndFlush(Unpooled.wrappedBuffer(due.request().bytes()), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        received.writeBytes(bytes);
        bytes.release();
        int status = completeStatus();
        var due = underWay;
        if (status > 0 && due != null) {
            received.clear();
            underWay = null;
            load.answered(due, status);
            sendNext(context);
        }
    }

    /** The status of the answer once head and body have come, else 0. Answers are small and always carry a length. */
    private int completeStatus() {
        var text = received.toString(StandardCharsets.US_ASCII);
        int head = text.indexOf(new String(END_OF_HEAD, StandardCharsets.US_ASCII));
        if (head < 0) {
            return 0;
        }
        int at = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        int length = at < 0 || at > head
                ? 0
                : Integer.parseInt(text.substring(at + LENGTH.length(), text.indexOf('\r', at))
                        .trim());
        return text.length() < head + END_OF_HEAD.length + length ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        var due = underWay;
        if (due != null) {
            load.answered(due, 0);
        }
        received.release();
        load.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
