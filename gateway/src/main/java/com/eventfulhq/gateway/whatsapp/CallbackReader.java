package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.gateway.whatsapp.Callback.Change;
import com.eventfulhq.gateway.whatsapp.Callback.Contact;
import com.eventfulhq.gateway.whatsapp.Callback.Element;
import com.eventfulhq.gateway.whatsapp.Callback.Entry;
import com.eventfulhq.gateway.whatsapp.Callback.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one body in one pass. Members may come in any order, so nothing is decided here. */
final class CallbackReader implements AutoCloseable {

    private static final String WHATSAPP = "whatsapp_business_account";

    private final Cursor cursor;
    private final int limit;
    private int read;

    private CallbackReader(byte[] body, int limit) {
        this.cursor = new Cursor(body);
        this.limit = limit;
    }

    /**
     * Reads a body.
     *
     * @param limit most entries, changes and elements together
     * @throws tools.jackson.core.JacksonException if it is not JSON
     * @throws NotACallback if it is JSON of another shape, or beyond the limit
     */
    static Callback read(byte[] body, int limit) {
        if (!startsLikeAnObject(body)) {
            throw new NotACallback("body: not an object");
        }
        try (var reader = new CallbackReader(body, limit)) {
            return reader.callback();
        }
    }

    /** A signed body we cannot take apart. */
    static final class NotACallback extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotACallback(String message) {
            super(message, null, false, false);
        }
    }

    /** In UTF-8, which Meta sends: in another encoding the places found would not be places of bytes. */
    private static boolean startsLikeAnObject(byte[] body) {
        int i = 0;
        while (i < body.length && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t')) {
            i++;
        }
        return i + 1 < body.length && body[i] == '{' && body[i + 1] != 0;
    }

    private Callback callback() {
        var unused = cursor.next();
        boolean whatsApp = false;
        var entries = new ArrayList<Entry>(2);
        for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
            if (name.equals("object")) {
                whatsApp = WHATSAPP.equals(cursor.text());
            } else if (name.equals("entry") && cursor.atArray()) {
                while (cursor.nextElement()) {
                    entries.add(entry());
                }
            } else {
                cursor.skip();
            }
        }
        if (entries.isEmpty() || cursor.next() != null) {
            throw new NotACallback("body: no entry, or something after the object");
        }
        return new Callback(whatsApp, entries);
    }

    private Entry entry() {
        count();
        int start = cursor.start();
        if (!cursor.atObject()) {
            return new Entry(cursor.slice(), null, null, -1, List.of());
        }
        @Nullable String id = null;
        @Nullable Slice idAt = null;
        long time = -1;
        var changes = new ArrayList<Change>(2);
        for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
            switch (name) {
                case "id" -> {
                    int at = cursor.start();
                    boolean string = cursor.atString();
                    id = cursor.text();
                    idAt = string && id != null ? cursor.since(at) : null;
                }
                case "time" -> time = cursor.seconds();
                case "changes" -> changes(changes);
                default -> cursor.skip();
            }
        }
        return new Entry(cursor.since(start), id, idAt, time, changes);
    }

    private void changes(List<Change> changes) {
        if (!cursor.atArray()) {
            cursor.skip();
            return;
        }
        while (cursor.nextElement()) {
            changes.add(change());
        }
    }

    private Change change() {
        count();
        int start = cursor.start();
        if (!cursor.atObject()) {
            return new Change(cursor.slice(), null, null, null, null);
        }
        @Nullable String field = null;
        @Nullable Slice fieldAt = null;
        @Nullable Slice value = null;
        @Nullable ContentsReader contents = null;
        for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
            if (name.equals("field") && cursor.atString()) {
                int at = cursor.start();
                field = cursor.text();
                fieldAt = field == null ? null : cursor.since(at);
            } else if (name.equals("value")) {
                int at = cursor.start();
                contents = cursor.atObject() ? new ContentsReader() : null;
                value = contents == null ? cursor.slice() : contents.read(at);
            } else {
                cursor.skip();
            }
        }
        return new Change(cursor.since(start), field, fieldAt, value, contents == null ? null : contents.contents());
    }

    private void count() {
        if (++read > limit) {
            throw new NotACallback("body: more than " + limit + " items");
        }
    }

    @Override
    public void close() {
        cursor.close();
    }

    /** Reads one value that is an object. */
    private final class ContentsReader {

        private @Nullable Slice product;
        private @Nullable Slice metadata;
        private @Nullable String phoneNumberId;
        private final List<Contact> contacts = new ArrayList<>(2);
        private final List<Element> elements = new ArrayList<>(4);
        private final List<Callback.Member> others = new ArrayList<>(0);

        Slice read(int start) {
            for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
                member(name);
            }
            return cursor.since(start);
        }

        Callback.Contents contents() {
            return new Callback.Contents(product, metadata, phoneNumberId, contacts, elements, others);
        }

        private void member(String name) {
            switch (name) {
                case "messaging_product" -> product = cursor.slice();
                case "metadata" -> metadata();
                case "contacts" -> list(name, () -> contacts.add(contact()));
                case "messages" -> list(name, () -> elements.add(element(Kind.MESSAGE)));
                case "statuses" -> list(name, () -> elements.add(element(Kind.STATUS)));
                default -> other(name);
            }
        }

        private void metadata() {
            int start = cursor.start();
            if (cursor.atObject()) {
                for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
                    if (name.equals("phone_number_id")) {
                        phoneNumberId = cursor.text();
                    } else {
                        cursor.skip();
                    }
                }
            }
            metadata = cursor.atArray() ? cursor.slice() : cursor.since(start);
        }

        private void list(String name, Runnable element) {
            if (!cursor.atArray()) {
                other(name);
                return;
            }
            while (cursor.nextElement()) {
                count();
                element.run();
            }
        }

        private void other(String name) {
            count();
            boolean array = cursor.atArray();
            int start = cursor.start();
            if (array && !cursor.nextElement()) {
                return;
            }
            others.add(new Callback.Member(name, array ? restOfArray(start) : cursor.slice()));
        }

        private Slice restOfArray(int start) {
            do {
                cursor.skip();
            } while (cursor.nextElement());
            return cursor.since(start);
        }

        private Contact contact() {
            int start = cursor.start();
            if (!cursor.atObject()) {
                return new Contact(cursor.slice(), null, null);
            }
            @Nullable String waId = null;
            @Nullable String userId = null;
            for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
                switch (name) {
                    case "wa_id" -> waId = cursor.text();
                    case "user_id" -> userId = cursor.text();
                    default -> cursor.skip();
                }
            }
            return new Contact(cursor.since(start), waId, userId);
        }

        private Element element(Kind kind) {
            int start = cursor.start();
            if (!cursor.atObject()) {
                return new Element(kind, cursor.slice(), true, null, null, -1);
            }
            boolean identified = false;
            @Nullable String waId = null;
            @Nullable String userId = null;
            long timestamp = -1;
            boolean message = kind == Kind.MESSAGE;
            for (var name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
                if (name.equals("id")) {
                    identified = cursor.nonEmptyString();
                } else if (name.equals(message ? "from" : "recipient_id")) {
                    waId = cursor.text();
                } else if (name.equals(message ? "from_user_id" : "recipient_user_id")) {
                    userId = cursor.text();
                } else if (name.equals("timestamp")) {
                    timestamp = cursor.seconds();
                } else {
                    cursor.skip();
                }
            }
            return new Element(kind, cursor.since(start), !identified, waId, userId, timestamp);
        }
    }
}
