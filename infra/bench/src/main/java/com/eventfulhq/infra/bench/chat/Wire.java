package com.eventfulhq.infra.bench.chat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A WebSocket as a client has it, with no more than the measured server needs: whole text frames, pings, close. */
final class Wire extends ByteToMessageDecoder {

    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int NO_STATUS = 1005;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final Listener listener;
    private boolean upgraded;
    private int closedWith;

    /** Whoever speaks over it. */
    interface Listener {
        void opened(ChannelHandlerContext context);

        /** @param payload valid during the call only */
        void text(ByteBuf payload);

        void closed(int code);

        /** The load itself failed, which must not look like the server's fault. */
        void failed(Throwable cause);
    }

    Wire(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var request = """
                GET /v1/realtime HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Protocol: eventful.v1\r
                \r
                """;
        var unused = context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), request));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!upgraded && !upgrade(context, in)) {
            return;
        }
        while (frame(context, in)) {
            // As many as have come.
        }
    }

    private boolean upgrade(ChannelHandlerContext context, ByteBuf in) {
        int end = find(in, END_OF_HEAD, in.readerIndex(), in.writerIndex());
        if (end < 0) {
            return false;
        }
        var head = in.readCharSequence(end + END_OF_HEAD.length - in.readerIndex(), StandardCharsets.US_ASCII)
                .toString();
        if (!head.startsWith("HTTP/1.1 101")) {
            closedWith = Integer.parseInt(head.substring(9, 12));
            var unused = context.close();
            return false;
        }
        upgraded = true;
        listener.opened(context);
        return true;
    }

    private boolean frame(ChannelHandlerContext context, ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        if (readable < 2) {
            return false;
        }
        int opcode = in.getByte(start) & OPCODE;
        int length = in.getByte(start + 1) & LENGTH;
        int head = length == LENGTH_16 ? 4 : length == LENGTH_64 ? 10 : 2;
        if (readable < head) {
            return false;
        }
        if (length == LENGTH_16) {
            length = in.getUnsignedShort(start + 2);
        } else if (length == LENGTH_64) {
            length = Math.toIntExact(in.getLong(start + 2));
        }
        if (readable < head + length) {
            return false;
        }
        in.skipBytes(head);
        switch (opcode) {
            case TEXT -> listener.text(in.slice(in.readerIndex(), length));
            case PING -> pong(context);
            case CLOSE -> {
                closedWith = length >= 2 ? in.getUnsignedShort(in.readerIndex()) : NO_STATUS;
                var unused = context.close();
            }
            default -> {
                // A pong, or something this load does not provoke.
            }
        }
        in.skipBytes(length);
        return true;
    }

    private static void pong(ChannelHandlerContext context) {
        var frame = context.alloc()
                .buffer(6)
                .writeByte(FINAL | 0xA)
                .writeByte(MASKED)
                .writeInt(0);
        var unused = context.writeAndFlush(frame, context.voidPromise());
    }

    /** Masked with zeros: a mask hides nothing from our own server. */
    static ByteBuf frame(ChannelHandlerContext context, byte[] text) {
        var frame = context.alloc().buffer(text.length + 8).writeByte(FINAL | TEXT);
        if (text.length < LENGTH_16) {
            frame.writeByte(MASKED | text.length);
        } else {
            frame.writeByte(MASKED | LENGTH_16).writeShort(text.length);
        }
        return frame.writeInt(0).writeBytes(text);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        listener.closed(closedWith);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        listener.failed(cause);
        var unused = context.close();
    }

    /** Where the pattern begins, or -1. */
    private static int find(ByteBuf in, byte[] pattern, int from, int to) {
        int last = to - pattern.length;
        for (int at = from; at <= last; at++) {
            int next = in.indexOf(at, last + 1, pattern[0]);
            if (next < 0) {
                return -1;
            }
            at = next;
            int i = 1;
            while (i < pattern.length && in.getByte(at + i) == pattern[i]) {
                i++;
            }
            if (i == pattern.length) {
                return at;
            }
        }
        return -1;
    }
}
