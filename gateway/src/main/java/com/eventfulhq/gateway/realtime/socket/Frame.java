package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * One finished WebSocket frame, its header included: made once, sent to any number of readers. It holds plain bytes, so one
 * that is dropped needs no release; the buffers it is sent in belong to each event loop.
 */
public final class Frame {

    /** Below it, compressing costs more than it saves. */
    private static final int WORTH_DEFLATING = 1024;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int SYNC_FLUSH_TAIL = 4;

    private final byte[] wire;
    private volatile byte @Nullable [] deflated;

    private Frame(byte[] wire) {
        this.wire = wire;
    }

    /** A text message. */
    public static Frame text(byte[] utf8) {
        return new Frame(wire(FIN | Opcode.TEXT, utf8, utf8.length));
    }

    static Frame ping() {
        return new Frame(new byte[] {(byte) (FIN | Opcode.PING), 0});
    }

    static Frame pong(byte[] payload) {
        return new Frame(wire(FIN | Opcode.PONG, payload, payload.length));
    }

    /** Without code for a close that had none. */
    static Frame close(int code, String reason) {
        if (code == 0) {
            return new Frame(new byte[] {(byte) (FIN | Opcode.CLOSE), 0});
        }
        byte[] text = reason.getBytes(UTF_8);
        var payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return new Frame(wire(FIN | Opcode.CLOSE, payload, payload.length));
    }

    /** Bytes on the wire, uncompressed. */
    public int size() {
        return wire.length;
    }

    /** The bytes on the wire, shared by all readers: they must not be changed. */
    byte[] wire(boolean mayDeflate) {
        return mayDeflate && wire.length >= WORTH_DEFLATING ? deflated() : wire;
    }

    /** Two loops may both compress it the first time; the result is the same. */
    private byte[] deflated() {
        var known = deflated;
        if (known == null) {
            known = deflate();
            deflated = known;
        }
        return known;
    }

    private byte[] deflate() {
        int header = headerLength(wire);
        var out = new byte[wire.length];
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(wire, header, wire.length - header);
            int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            // As long as the original means that the output may not have been complete.
            return length == out.length ? wire : wire(FIN | RSV1 | Opcode.TEXT, out, length - SYNC_FLUSH_TAIL);
        } finally {
            deflater.end();
        }
    }

    private static int headerLength(byte[] wire) {
        return switch (wire[1]) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private static byte[] wire(int first, byte[] payload, int length) {
        int header = length < 126 ? 2 : length <= 0xFFFF ? 4 : 10;
        var wire = new byte[header + length];
        wire[0] = (byte) first;
        switch (header) {
            case 2 -> wire[1] = (byte) length;
            case 4 -> {
                wire[1] = 126;
                wire[2] = (byte) (length >> 8);
                wire[3] = (byte) length;
            }
            default -> {
                wire[1] = 127;
                for (int i = 0; i < 4; i++) {
                    wire[6 + i] = (byte) (length >> (24 - 8 * i));
                }
            }
        }
        System.arraycopy(payload, 0, wire, header, length);
        return wire;
    }
}
