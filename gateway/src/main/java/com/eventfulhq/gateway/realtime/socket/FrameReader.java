package com.eventfulhq.gateway.realtime.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a client sends apart into messages and control frames (RFC 6455, section 5). Payload is unmasked and validated as
 * it arrives, so what is wrong is refused at its first wrong byte; a message that came in one piece is handed up where it
 * lies, and between two messages nothing is kept.
 *
 * <pre>header ──▶ payload ──▶ header …      a message ends with the payload of its last frame
 *    └──▶ control frame, whole ──┘          also between the frames of a message</pre>
 */
final class FrameReader {

    /** Who takes what was read. */
    interface Sink {
        /** A whole message; only to be read until this returns. */
        void message(ByteBuf payload, boolean binary);

        /** A message beyond the limit was skipped. */
        void tooLarge();

        void ping(byte[] payload);

        /** @param code 0 if there was none */
        void close(int code);

        /** Whether the next message must wait. */
        boolean paused();
    }

    /** Longest message that is skipped instead of ending the connection. */
    private static final int MAX_SKIPPED = 1024 * 1024;

    private static final int MAX_CONTROL = 125;
    private static final int NONE = -1;

    private final Sink sink;
    private final ByteBufAllocator buffers;
    private final int limit;
    private final @Nullable Inflation inflation;

    /** What could not be used yet: the beginning of a header or control frame, or everything while paused. */
    private @Nullable ByteBuf rest;
    /** The message so far, if it does not lie in one piece. */
    private @Nullable ByteBuf message;

    private long left = NONE;
    private int mask;
    private int kind = NONE;
    private int utf8;
    private boolean fin;
    private boolean deflated;
    private boolean skipping;
    private boolean reading;
    private boolean released;

    /** @param inflation null if compression was not negotiated */
    FrameReader(Sink sink, ByteBufAllocator buffers, int limit, @Nullable Inflation inflation) {
        this.sink = sink;
        this.buffers = buffers;
        this.limit = limit;
        this.inflation = inflation;
    }

    /** Reads on with these bytes, which it then owns. */
    void read(ByteBuf bytes) throws Violation {
        var in = bytes;
        if (rest != null) {
            in = buffers.buffer(rest.readableBytes() + bytes.readableBytes());
            in.writeBytes(rest).writeBytes(bytes);
            rest.release();
            rest = null;
            bytes.release();
        }
        try {
            reading = true;
            boolean more = true;
            while (more && !sink.paused()) {
                more = left == NONE ? header(in) : payload(in);
            }
        } finally {
            reading = false;
            if (in.isReadable() && !released) {
                rest = in.readerIndex() == 0 ? in : compact(in);
            } else {
                in.release();
            }
        }
    }

    /** Reads on with what had to wait. */
    void resume() throws Violation {
        var waited = rest;
        if (waited != null && !reading) {
            rest = null;
            read(waited);
        }
    }

    /** Forgets everything; nothing is read any more. */
    void release() {
        released = true;
        if (rest != null) {
            rest.release();
            rest = null;
        }
        dropMessage();
    }

    /** A few bytes must not hold on to a whole read buffer. */
    private ByteBuf compact(ByteBuf in) {
        var copy = buffers.buffer(in.readableBytes()).writeBytes(in);
        in.release();
        return copy;
    }

    private boolean header(ByteBuf in) throws Violation {
        if (in.readableBytes() < 2) {
            return false;
        }
        int at = in.readerIndex();
        int first = in.getUnsignedByte(at);
        int second = in.getUnsignedByte(at + 1);
        int opcode = first & 0x0F;
        check(first, second, opcode);
        int shortLength = second & 0x7F;
        int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        int headerLength = 2 + extended + 4;
        if (in.readableBytes() < headerLength) {
            return false;
        }
        long length = length(in, at + 2, shortLength);
        int frameMask = in.getInt(at + 2 + extended);
        if (Opcode.isControl(opcode)) {
            return control(in, opcode, headerLength, (int) length, frameMask);
        }
        in.skipBytes(headerLength);
        begin(first, opcode, length, frameMask);
        return true;
    }

    private void check(int first, int second, int opcode) throws Violation {
        int reserved = first & 0x70;
        boolean begins = opcode == Opcode.TEXT || opcode == Opcode.BINARY;
        if (reserved != 0 && !(reserved == 0x40 && inflation != null && begins)) {
            throw Violation.protocol("reserved bits");
        }
        if (Opcode.isReserved(opcode)) {
            throw Violation.protocol("reserved opcode");
        }
        if ((second & 0x80) == 0) {
            throw Violation.protocol("not masked");
        }
        if (Opcode.isControl(opcode)) {
            if ((first & 0x80) == 0 || (second & 0x7F) > MAX_CONTROL) {
                throw Violation.protocol("control frame in pieces or too long");
            }
        } else if (begins != (kind == NONE)) {
            throw Violation.protocol("continuation of nothing, or a message within a message");
        }
    }

    private static long length(ByteBuf in, int at, int shortLength) throws Violation {
        if (shortLength < 126) {
            return shortLength;
        }
        long length = shortLength == 126 ? in.getUnsignedShort(at) : in.getLong(at);
        if (length < 126 || (shortLength == 127 && length <= 0xFFFF)) {
            throw Violation.protocol("length not in its shortest form");
        }
        return length;
    }

    private boolean control(ByteBuf in, int opcode, int headerLength, int length, int frameMask) throws Violation {
        if (in.readableBytes() < headerLength + length) {
            return false;
        }
        in.skipBytes(headerLength);
        unmask(in, in.readerIndex(), length, frameMask);
        switch (opcode) {
            case Opcode.PING -> {
                var payload = new byte[length];
                in.readBytes(payload);
                sink.ping(payload);
            }
            case Opcode.CLOSE -> sink.close(closeCode(in.readSlice(length)));
            default -> in.skipBytes(length);
        }
        return true;
    }

    private static int closeCode(ByteBuf payload) throws Violation {
        int length = payload.readableBytes();
        if (length == 0) {
            return 0;
        }
        int code = length == 1 ? 0 : payload.readUnsignedShort();
        boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        if (!registered && (code < 3000 || code > 4999)) {
            throw Violation.protocol("close code");
        }
        if (Utf8.validate(Utf8.COMPLETE, payload, payload.readerIndex(), payload.writerIndex()) != Utf8.COMPLETE) {
            throw new Violation(Goodbye.NOT_UTF8, "close reason");
        }
        return code;
    }

    private void begin(int first, int opcode, long length, int frameMask) throws Violation {
        fin = (first & 0x80) != 0;
        if (opcode != Opcode.CONTINUATION) {
            kind = opcode;
            deflated = (first & 0x40) != 0;
            utf8 = Utf8.COMPLETE;
        }
        long known = message == null ? 0 : message.readableBytes();
        if (known + length > limit) {
            // Only what is announced as a whole can be skipped: of a message in pieces nobody knows how long it gets.
            if (!fin || opcode == Opcode.CONTINUATION || length >= MAX_SKIPPED) {
                throw new Violation(Goodbye.TOO_LARGE, "message");
            }
            skipping = true;
        }
        left = length;
        mask = frameMask;
    }

    /** What there is of the frame's payload. */
    private boolean payload(ByteBuf in) throws Violation {
        int length = (int) Math.min(left, in.readableBytes());
        if (length == 0 && left > 0) {
            return false;
        }
        boolean inOnePiece = fin && message == null && length == left;
        if (skipping) {
            in.skipBytes(length);
        } else {
            var part = in.readSlice(length);
            unmask(part, part.readerIndex(), length, mask);
            validate(part);
            if (inOnePiece) {
                left = NONE;
                finish(part);
                return true;
            }
            keep(part);
            mask = Integer.rotateLeft(mask, 8 * (length & 3));
        }
        left -= length;
        if (left > 0) {
            return false;
        }
        left = NONE;
        if (fin) {
            finishKept();
        }
        return true;
    }

    private void validate(ByteBuf part) throws Violation {
        if (kind == Opcode.TEXT && !deflated) {
            utf8 = Utf8.validate(utf8, part, part.readerIndex(), part.writerIndex());
            if (utf8 == Utf8.INVALID) {
                throw new Violation(Goodbye.NOT_UTF8, "text");
            }
        }
    }

    private void keep(ByteBuf part) {
        if (message == null) {
            // As much as came, not as much as was announced: an announcement costs its sender nothing.
            message = buffers.buffer(Math.max(part.readableBytes(), 64), limit);
        }
        message.writeBytes(part);
    }

    private void finishKept() throws Violation {
        if (skipping) {
            skipping = false;
            kind = NONE;
            sink.tooLarge();
            return;
        }
        var whole = message;
        message = null;
        if (whole != null) {
            try {
                finish(whole);
            } finally {
                whole.release();
            }
        }
    }

    private void finish(ByteBuf payload) throws Violation {
        boolean binary = kind == Opcode.BINARY;
        kind = NONE;
        if (deflated && inflation != null) {
            var inflated = inflation.inflate(payload, buffers, limit);
            try {
                utf8 = binary ? Utf8.COMPLETE : Utf8.validate(Utf8.COMPLETE, inflated, 0, inflated.writerIndex());
                hand(inflated, binary);
            } finally {
                inflated.release();
            }
        } else {
            hand(payload, binary);
        }
    }

    private void hand(ByteBuf payload, boolean binary) throws Violation {
        if (utf8 != Utf8.COMPLETE) {
            throw new Violation(Goodbye.NOT_UTF8, "text");
        }
        sink.message(payload, binary);
    }

    private void dropMessage() {
        if (message != null) {
            message.release();
            message = null;
        }
    }

    private static void unmask(ByteBuf bytes, int from, int length, int mask) {
        long wide = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
        int i = from;
        int end = from + length;
        for (; i + 8 <= end; i += 8) {
            bytes.setLong(i, bytes.getLong(i) ^ wide);
        }
        for (int shift = 24; i < end; i++, shift = (shift - 8) & 31) {
            bytes.setByte(i, bytes.getByte(i) ^ (mask >> shift));
        }
    }
}
