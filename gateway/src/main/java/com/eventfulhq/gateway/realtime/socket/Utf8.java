package com.eventfulhq.gateway.realtime.socket;

import io.netty.buffer.ByteBuf;

/**
 * Validates UTF-8 that comes in pieces (the decoder of the WHATWG Encoding Standard, section 8.1.1, without its output). The
 * state between two pieces is one int:
 *
 * <pre>bytes still needed | lowest next byte << 8 | highest next byte << 16;   0: between two characters</pre>
 */
final class Utf8 {

    /** Between two characters: a text may end here. */
    static final int COMPLETE = 0;

    /** Cannot become valid any more. */
    static final int INVALID = -1;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The state after these bytes. */
    static int validate(int state, ByteBuf bytes, int from, int to) {
        int now = state;
        int i = from;
        while (i < to && now != INVALID) {
            if (now == COMPLETE && i + 8 <= to && (bytes.getLong(i) & HIGH_BITS) == 0) {
                i += 8;
            } else {
                now = next(now, bytes.getByte(i++) & 0xFF);
            }
        }
        return now;
    }

    private static int next(int state, int octet) {
        return state == COMPLETE ? first(octet) : further(state, octet);
    }

    private static int first(int octet) {
        if (octet < 0x80) {
            return COMPLETE;
        }
        if (octet < 0xC2 || octet > 0xF4) {
            return INVALID;
        }
        if (octet < 0xE0) {
            return needs(1, 0x80, 0xBF);
        }
        if (octet < 0xF0) {
            return needs(2, octet == 0xE0 ? 0xA0 : 0x80, octet == 0xED ? 0x9F : 0xBF);
        }
        return needs(3, octet == 0xF0 ? 0x90 : 0x80, octet == 0xF4 ? 0x8F : 0xBF);
    }

    private static int further(int state, int octet) {
        if (octet < ((state >> 8) & 0xFF) || octet > ((state >> 16) & 0xFF)) {
            return INVALID;
        }
        int left = (state & 0xFF) - 1;
        return left == 0 ? COMPLETE : needs(left, 0x80, 0xBF);
    }

    private static int needs(int bytes, int lowest, int highest) {
        return bytes | (lowest << 8) | (highest << 16);
    }
}
