package com.eventfulhq.infra.bench.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Reads what a witness needs out of an event's frame without parsing it: at these rates a parser would measure itself. */
final class EventFrame {

    static final String STAMP = "t=";

    private static final byte[] PUSH = "{\"push\":\"event\"".getBytes(US_ASCII);
    private static final byte[] CONVERSATION = "\"conversation_id\":\"".getBytes(US_ASCII);
    private static final byte[] EV = "\"ev\":".getBytes(US_ASCII);
    private static final byte[] MESSAGE = "\"message_id\":\"".getBytes(US_ASCII);
    private static final byte[] CONTENT = ("\"content\":\"" + STAMP).getBytes(US_ASCII);

    private EventFrame() {}

    static boolean is(ByteBuf frame) {
        for (int i = 0; i < PUSH.length; i++) {
            if (frame.readableBytes() <= i || frame.getByte(frame.readerIndex() + i) != PUSH[i]) {
                return false;
            }
        }
        return true;
    }

    /** The last twelve digits of the conversation's id. */
    static long conversation(ByteBuf frame) {
        int at = after(frame, CONVERSATION);
        return at < 0 ? -1 : hex(frame, at + 24, 12);
    }

    static long ev(ByteBuf frame) {
        int at = after(frame, EV);
        return at < 0 ? -1 : number(frame, at);
    }

    /** Tells messages apart; 0 if it is about none. */
    static long identity(ByteBuf frame) {
        int at = after(frame, MESSAGE);
        // The random half of a UUID of version 7.
        return at < 0 ? 0 : hex(frame, at + 24, 12);
    }

    /** When its sending was due, or 0. */
    static long stamp(ByteBuf frame) {
        int at = after(frame, CONTENT);
        return at < 0 ? 0 : number(frame, at);
    }

    private static int after(ByteBuf frame, byte[] name) {
        int at = Wire.find(frame, name, frame.readerIndex(), frame.writerIndex());
        return at < 0 ? -1 : at + name.length;
    }

    private static long number(ByteBuf frame, int from) {
        long number = 0;
        for (int at = from; at < frame.writerIndex(); at++) {
            int digit = frame.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long hex(ByteBuf frame, int from, int digits) {
        long number = 0;
        for (int i = 0; i < digits; i++) {
            number = number << 4 | Character.digit(frame.getByte(from + i), 16);
        }
        return number;
    }
}
