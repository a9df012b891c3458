package com.eventfulhq.hub.chat.read;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody's list of conversations stands. Opaque to clients, and nothing but their own list can be had with it.
 *
 * <pre> incarnation 16 bytes | since int64 [ | first int64 | with left int8 | changed int64 | conversation 16 bytes ] </pre>
 *
 * @param incarnation of the database whose transactions are counted
 * @param since       all transactions below had ended, and their changes are in the list: what is wanted is this one's and later
 * @param page        within a list that has more pages; null before the first
 */
record RosterCursor(UUID incarnation, long since, @Nullable Page page) {

    private static final int SHORT = 16 + 8;
    private static final int LONG = SHORT + 8 + 1 + 8 + 16;

    /**
     * A place in a list that is read page by page, the latest change first. What changes meanwhile moves before the first page; it
     * is found again from {@code first} on, when the last page is reached.
     *
     * @param first        what {@link #since} becomes then: the oldest transaction still open when the first page was read
     * @param withLeft     whether ended memberships are told
     * @param changed      the transaction of the last one given
     * @param conversation the last one given
     */
    record Page(long first, boolean withLeft, long changed, UUID conversation) {}

    String text() {
        var bytes = ByteBuffer.allocate(page == null ? SHORT : LONG);
        put(bytes, incarnation).putLong(since);
        if (page != null) {
            bytes.putLong(page.first).put((byte) (page.withLeft ? 1 : 0)).putLong(page.changed);
            put(bytes, page.conversation);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Null if it is none of ours: then the whole list is the answer, never an error. */
    static @Nullable RosterCursor read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            return switch (bytes.remaining()) {
                case SHORT -> sound(new RosterCursor(uuid(bytes), bytes.getLong(), null));
                case LONG ->
                    sound(new RosterCursor(
                            uuid(bytes),
                            bytes.getLong(),
                            new Page(bytes.getLong(), bytes.get() != 0, bytes.getLong(), uuid(bytes))));
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Transactions are counted from 3 up. */
    private static @Nullable RosterCursor sound(RosterCursor cursor) {
        var page = cursor.page;
        boolean sound = cursor.since >= 0 && (page == null || (page.first >= 0 && page.changed >= 0));
        return sound ? cursor : null;
    }

    private static ByteBuffer put(ByteBuffer bytes, UUID id) {
        return bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
