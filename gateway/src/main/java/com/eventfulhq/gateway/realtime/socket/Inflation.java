package com.eventfulhq.gateway.realtime.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages (RFC 7692, section 7.2.2). No context is taken over from one message to the next, so all connections of an
 * event loop share one.
 */
final class Inflation {

    /** What the sender has cut off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Inflater inflater = new Inflater(true);

    /** A buffer that belongs to the caller; a message that would grow beyond the limit is a violation. */
    ByteBuf inflate(ByteBuf payload, ByteBufAllocator buffers, int limit) throws Violation {
        // One byte more than is taken tells a message that is too long.
        var out = buffers.buffer(Math.min(limit, 4 * payload.readableBytes() + 64), limit + 1);
        try {
            inflater.reset();
            inflate(payload.nioBuffer(), out);
            inflate(ByteBuffer.wrap(TAIL), out);
            if (out.readableBytes() > limit) {
                throw new Violation(Goodbye.TOO_LARGE, "inflated message");
            }
            return out;
        } catch (DataFormatException e) {
            out.release();
            throw Violation.protocol("not deflated");
        } catch (Violation e) {
            out.release();
            throw e;
        }
    }

    private void inflate(ByteBuffer part, ByteBuf out) throws DataFormatException, Violation {
        inflater.setInput(part);
        while (!inflater.finished() && !inflater.needsDictionary()) {
            if (!out.isWritable() && out.maxWritableBytes() == 0) {
                throw new Violation(Goodbye.TOO_LARGE, "inflated message");
            }
            out.ensureWritable(1);
            var room = out.nioBuffer(out.writerIndex(), out.writableBytes());
            int length = inflater.inflate(room);
            out.writerIndex(out.writerIndex() + length);
            if (length == 0) {
                return;
            }
        }
    }
}
