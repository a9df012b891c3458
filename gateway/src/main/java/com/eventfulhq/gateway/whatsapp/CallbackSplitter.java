package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.gateway.whatsapp.Callback.Change;
import com.eventfulhq.gateway.whatsapp.Callback.Contents;
import com.eventfulhq.gateway.whatsapp.Callback.Element;
import com.eventfulhq.gateway.whatsapp.Callback.Entry;
import com.eventfulhq.gateway.whatsapp.CallbackReader.NotACallback;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Takes a callback apart: one piece per message and per status, one per change that is something else. Pure, and total: whatever
 * the body is, it becomes at least one piece, and never an exception.
 *
 * <pre>messages, statuses with an id      → MESSAGE, STATUS
 * one that is odd                    → CHANGE with only it; the others go their own way
 * errors or unknown members beside   → CHANGE with only them
 * a change of another field or shape → CHANGE, whole
 * not a callback                     → MALFORMED, the body byte for byte</pre>
 */
final class CallbackSplitter {

    private static final String MESSAGES_FIELD = "messages";

    /** Meta sends at most 1,000 updates at once; far beyond that the pieces would weigh many times the body. */
    private static final int MAX_ITEMS = 10_000;

    /** What is copied into every piece of a change may not be larger; if it is, the change stays whole. */
    private static final int MAX_SHARED_BYTES = 16 * 1024;

    private static final String MALFORMED_KEY = "malformed";

    private CallbackSplitter() {}

    /** The pieces of a body, in its order. The body is not changed and may be one of the pieces. */
    static List<Piece> split(byte[] body) {
        try {
            return new Splitting(body).pieces(CallbackReader.read(body, MAX_ITEMS));
        } catch (JacksonException e) {
            return malformed(body, "not JSON");
        } catch (NotACallback e) {
            return malformed(body, "not a callback");
        }
    }

    private static List<Piece> malformed(byte[] body, String reason) {
        return List.of(new Piece(CallbackType.MALFORMED, MALFORMED_KEY, -1, body, reason));
    }

    /** The work on one body. */
    private static final class Splitting {
        private final ItemWriter writer;
        private final List<Piece> pieces = new ArrayList<>(8);

        Splitting(byte[] body) {
            this.writer = new ItemWriter(body);
        }

        List<Piece> pieces(Callback callback) {
            for (var entry : callback.entries()) {
                if (entry.changes().isEmpty()) {
                    keepEntry(entry);
                }
                for (var change : entry.changes()) {
                    split(callback, entry, change);
                }
            }
            return pieces;
        }

        private void split(Callback callback, Entry entry, Change change) {
            var contents = change.contents();
            boolean known = callback.whatsApp() && MESSAGES_FIELD.equals(change.field());
            if (!known || contents == null || !canBeSplit(contents)) {
                keepChange(entry, change);
                return;
            }
            var origin = origin(entry, contents);
            var head = writer.head(entry, change, contents);
            for (var element : contents.elements()) {
                pieces.add(new Piece(
                        type(element),
                        origin + ":" + (element.user() == null ? "" : element.user()),
                        element.timestamp() < 0 ? entry.time() : element.timestamp(),
                        writer.element(head, contents, element),
                        null));
            }
            if (!contents.others().isEmpty()) {
                add(CallbackType.CHANGE, origin, entry.time(), writer.others(head, contents));
            }
        }

        private void keepEntry(Entry entry) {
            add(CallbackType.CHANGE, origin(entry, null), entry.time(), writer.whole(entry, null, entry.raw()));
        }

        private void keepChange(Entry entry, Change change) {
            var value = change.value() == null ? change.raw() : change.value();
            add(
                    CallbackType.CHANGE,
                    origin(entry, change.contents()),
                    entry.time(),
                    writer.whole(entry, change.fieldAt(), value));
        }

        private void add(String type, String key, long seconds, byte[] data) {
            pieces.add(new Piece(type, key, seconds, data, null));
        }
    }

    private static String type(Element element) {
        if (element.odd()) {
            return CallbackType.CHANGE;
        }
        return switch (element.kind()) {
            case MESSAGE -> CallbackType.MESSAGE;
            case STATUS -> CallbackType.STATUS;
        };
    }

    /** The business number; without one, the account. */
    private static String origin(Entry entry, @Nullable Contents contents) {
        if (contents != null && contents.phoneNumberId() != null) {
            return contents.phoneNumberId();
        }
        return entry.id() == null ? "unknown" : entry.id();
    }

    private static boolean canBeSplit(Contents contents) {
        return !contents.elements().isEmpty() && sharedBytes(contents) <= MAX_SHARED_BYTES;
    }

    private static int sharedBytes(Contents contents) {
        int bytes = length(contents.product()) + length(contents.metadata());
        int largestContact = 0;
        for (var contact : contents.contacts()) {
            largestContact = Math.max(largestContact, contact.raw().length());
        }
        return bytes + largestContact;
    }

    private static int length(@Nullable Slice slice) {
        return slice == null ? 0 : slice.length();
    }
}
