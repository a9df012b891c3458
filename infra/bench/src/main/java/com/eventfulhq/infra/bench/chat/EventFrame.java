package com.eventfulhq.infra.bench.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Reads what a witness needs out of events' frames without parsing them, out of an array: at these rates a parser, or a buffer that checks
 * each access, would measure itself. On the load's event loop only; the figures are those of the frame read last.
 */
final class EventFrame {

    static final String STAMP = "t=";

    private static final byte[] PUSH = "{\"push\":\"event\"".getBytes(US_ASCII);
    private static final byte[] EV = "\"ev\":".getBytes(US_ASCII);
    private static final byte[] MESSAGE = "\"message_id\":\"".getBytes(US_ASCII);
    private static final byte[] CONTENT = ("\"content\":\"" + STAMP).getBytes(US_ASCII);
    private static final int FIRST_BYTES = 1024;
    /** Before the random half of a UUID of version 7. */
    private static final int BEFORE_RANDOM = 24;

    private static final int RANDOM_DIGITS = 12;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    /** Behind what was found last: members have their order, so most bytes are seen once. */
    private int read;

    private long ev;
    private long identity;
    private long stamp;

    /** @return whether it is an event's frame; if not, the figures mean nothing */
    boolean read(ByteBuf frame) {
        length = frame.readableBytes();
        if (length > bytes.length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        frame.getBytes(frame.readerIndex(), bytes, 0, length);
        if (!Arrays.equals(bytes, 0, Math.min(length, PUSH.length), PUSH, 0, PUSH.length)) {
            return false;
        }
        read = PUSH.length;
        ev = find(EV) ? number() : -1;
        identity = find(MESSAGE) ? random() : 0;
        stamp = find(CONTENT) ? number() : 0;
        return true;
    }

    long ev() {
        return ev;
    }

    /** Tells messages apart; 0 if it is about none. */
    long identity() {
        return identity;
    }

    /** When its sending was due, or 0. */
    long stamp() {
        return stamp;
    }

    /** Goes behind the pattern, wherever it is. */
    private boolean find(byte[] pattern) {
        return find(pattern, read, length) || find(pattern, PUSH.length, Math.min(length, read + pattern.length));
    }

    private boolean find(byte[] pattern, int from, int to) {
        // All begin with a quotation mark, as every member does; what follows it tells them from most others.
        byte second = pattern[1];
        for (int at = from; at <= to - pattern.length; at++) {
            if (bytes[at + 1] == second
                    && bytes[at] == pattern[0]
                    && Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                read = at + pattern.length;
                return true;
            }
        }
        return false;
    }

    private long number() {
        long number = 0;
        for (int at = read; at < length; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private long random() {
        long number = 0;
        int end = Math.min(length, read + BEFORE_RANDOM + RANDOM_DIGITS);
        for (int at = read + BEFORE_RANDOM; at < end; at++) {
            number = number << 4 | Character.digit(bytes[at], 16);
        }
        return number;
    }
}
