package com.eventfulhq.gateway.whatsapp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a request's body, up to a limit. Grows with what really arrives: what a sender announces costs nothing. */
final class Body {

    private static final int FIRST_BYTES = 16 * 1024;

    private final int max;
    private byte[] bytes;
    private int length;

    /**
     * @param announced the Content-Length, or negative if there is none
     * @param max       most bytes taken
     */
    Body(long announced, int max) {
        this.max = max;
        this.bytes = new byte[announced < 0 ? 1024 : (int) Math.min(announced, FIRST_BYTES)];
    }

    /** @throws TooLarge if this exceeds the limit; nothing of it is kept then */
    void add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > max - length) {
            throw new TooLarge();
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(max, Math.max(length + more, 2 * bytes.length)));
        }
        part.readBytes(bytes, length, more);
        length += more;
    }

    /** Everything collected; the array is given away. */
    byte[] take() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** The body is larger than allowed. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("body: too large", null, false, false);
        }
    }
}
