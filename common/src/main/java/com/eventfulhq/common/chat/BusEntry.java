package com.eventfulhq.common.chat;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * One thing said to the gateway nodes. A publication is a sequence of entries, in order:
 *
 * <pre> kind int8 | key int64 int64 | number int64 | length int32 | bytes </pre>
 *
 * @param key    the conversation; of {@link Kind#USER} and {@link Kind#LEFT} the user
 * @param number the {@code ev}; of {@link Kind#LEFT} not used: the conversation is in {@code frame}; of answers the node's own number
 * @param frame  a finished frame, UTF-8; empty for {@link Kind#TOP}
 */
public record BusEntry(Kind kind, UUID key, long number, byte[] frame) {

    /** How a channel of the bus is found: everything about one conversation, or one person, goes over the same. */
    public static final int PARTITIONS = 16;

    /** What an entry is. The order is that of the bytes on the wire: only ever add at the end. */
    public enum Kind {
        /** A numbered event of a conversation. */
        EVENT,
        /** How far somebody has read or received; unnumbered. */
        RECEIPT,
        /** Somebody types, or has stopped; unnumbered. The frame names who. */
        TYPING,
        /** A conversation has come to this number: whoever is behind fetches. */
        TOP,
        /** Something for all connections of one person that watch the list. */
        USER,
        /** A person is no longer in a conversation, whose id is the frame's 16 bytes. Follows the event that says so. */
        LEFT,
        /** What a node's command came to: the members of the answer after {@code re}, without the closing brace's partner. */
        ANSWER
    }

    private static final UUID NOBODY = new UUID(0, 0);
    private static final byte[] NOTHING = {};
    private static final Kind[] KINDS = Kind.values();
    private static final int HEAD = 1 + 16 + 8 + 4;

    public static BusEntry event(UUID conversation, long ev, byte[] frame) {
        return new BusEntry(Kind.EVENT, conversation, ev, frame);
    }

    public static BusEntry receipt(UUID conversation, byte[] frame) {
        return new BusEntry(Kind.RECEIPT, conversation, 0, frame);
    }

    public static BusEntry typing(UUID conversation, byte[] frame) {
        return new BusEntry(Kind.TYPING, conversation, 0, frame);
    }

    public static BusEntry top(UUID conversation, long ev) {
        return new BusEntry(Kind.TOP, conversation, ev, NOTHING);
    }

    public static BusEntry user(UUID user, byte[] frame) {
        return new BusEntry(Kind.USER, user, 0, frame);
    }

    public static BusEntry left(UUID user, UUID conversation) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(conversation.getMostSignificantBits())
                .putLong(conversation.getLeastSignificantBits());
        return new BusEntry(Kind.LEFT, user, 0, bytes.array());
    }

    /** @param members the answer's members as they stand in its object after {@code re}, for example {@code "ok":true,"ev":7} */
    public static BusEntry answer(long reply, byte[] members) {
        return new BusEntry(Kind.ANSWER, NOBODY, reply, members);
    }

    /** The conversation a {@link Kind#LEFT} is about. */
    public UUID leftConversation() {
        var bytes = ByteBuffer.wrap(frame);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** The partition everything about this conversation or person is published on. */
    public static int partitionOf(UUID key) {
        return Math.floorMod(key.hashCode(), PARTITIONS);
    }

    /** One publication. */
    public static byte[] write(Collection<BusEntry> entries) {
        int length = 0;
        for (var entry : entries) {
            length += HEAD + entry.frame.length;
        }
        var bytes = ByteBuffer.allocate(length);
        for (var entry : entries) {
            bytes.put((byte) entry.kind.ordinal())
                    .putLong(entry.key.getMostSignificantBits())
                    .putLong(entry.key.getLeastSignificantBits())
                    .putLong(entry.number)
                    .putInt(entry.frame.length)
                    .put(entry.frame);
        }
        return bytes.array();
    }

    /**
     * The entries of a publication.
     *
     * @throws IOException if it is none; what was published by a newer version may hold kinds this one leaves out
     */
    public static List<BusEntry> read(byte[] publication) throws IOException {
        var bytes = ByteBuffer.wrap(publication);
        var entries = new ArrayList<BusEntry>();
        try {
            while (bytes.hasRemaining()) {
                int kind = bytes.get();
                var key = new UUID(bytes.getLong(), bytes.getLong());
                long number = bytes.getLong();
                int length = bytes.getInt();
                if (length < 0 || length > bytes.remaining()) {
                    throw new IOException("bus: an entry of " + length + " bytes, " + bytes.remaining() + " left");
                }
                var frame = new byte[length];
                bytes.get(frame);
                if (kind >= 0 && kind < KINDS.length) {
                    entries.add(new BusEntry(KINDS[kind], key, number, frame));
                }
            }
            return entries;
        } catch (BufferUnderflowException e) {
            throw new IOException("bus: an entry is cut off", e);
        }
    }
}
