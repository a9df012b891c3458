package com.eventfulhq.gateway.realtime.chat.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts JSON together from pieces that are JSON already. */
public final class Bytes {

    private byte[] bytes;
    private int length;

    public Bytes(int expected) {
        this.bytes = new byte[Math.max(16, expected)];
    }

    public Bytes add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    public Bytes add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    public Bytes add(byte[] piece) {
        return add(piece, 0, piece.length);
    }

    public Bytes add(byte[] source, int start, int count) {
        room(count);
        System.arraycopy(source, start, bytes, length, count);
        length += count;
        return this;
    }

    public int length() {
        return length;
    }

    public byte[] take() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    public static boolean startsWith(byte[] text, byte[] part) {
        return text.length >= part.length && Arrays.equals(text, 0, part.length, part, 0, part.length);
    }

    public static boolean contains(byte[] text, byte[] part) {
        return indexOf(text, part) >= 0;
    }

    /** Where the first begins; -1 if there is none. */
    public static int indexOf(byte[] text, byte[] part) {
        for (int i = 0; i <= text.length - part.length; i++) {
            if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
