package com.eventfulhq.gateway.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.gateway.whatsapp.Callback.Change;
import com.eventfulhq.gateway.whatsapp.Callback.Contact;
import com.eventfulhq.gateway.whatsapp.Callback.Contents;
import com.eventfulhq.gateway.whatsapp.Callback.Element;
import com.eventfulhq.gateway.whatsapp.Callback.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes {@link com.eventfulhq.common.event.CallbackItem}s: our frame around slices of Meta's body, which are copied, never
 * written anew.
 */
final class ItemWriter {

    private static final byte[] OPEN = utf8("{");
    private static final byte[] WABA_ID = utf8("\"waba_id\":");
    private static final byte[] TIME = utf8("\"time\":");
    private static final byte[] FIELD = utf8("\"field\":");
    private static final byte[] NO_FIELD = utf8("\"\"");
    private static final byte[] VALUE = utf8(",\"value\":");
    private static final byte[] PRODUCT = utf8("\"messaging_product\":");
    private static final byte[] METADATA = utf8("\"metadata\":");
    private static final byte[] CONTACTS = utf8("\"contacts\":[");
    private static final byte[] MESSAGES = utf8("\"messages\":[");
    private static final byte[] STATUSES = utf8("\"statuses\":[");
    private static final byte[] COMMA = utf8(",");
    private static final byte[] QUOTE = utf8("\"");
    private static final byte[] QUOTE_COLON = utf8("\":");
    private static final byte[] CLOSE_LIST_COMMA = utf8("],");
    private static final byte[] CLOSE_LIST = utf8("]}}");
    private static final byte[] CLOSE_OBJECTS = utf8("}}");
    private static final byte[] CLOSE = utf8("}");

    private final byte[] body;
    private final Gather gather = new Gather();

    ItemWriter(byte[] body) {
        this.body = body;
    }

    /** What every piece of one change begins with: up to inside of its value, after a comma. */
    byte[] head(Entry entry, Change change, Contents contents) {
        frame(entry, change.fieldAt());
        gather.add(OPEN);
        if (contents.product() != null) {
            gather.add(PRODUCT).add(body, contents.product()).add(COMMA);
        }
        if (contents.metadata() != null) {
            gather.add(METADATA).add(body, contents.metadata()).add(COMMA);
        }
        return gather.take();
    }

    /** One message or status, with the contact it is from. */
    byte[] element(byte[] head, Contents contents, Element element) {
        gather.add(head);
        for (var contact : contents.contacts()) {
            if (contact.is(element)) {
                gather.add(CONTACTS).add(body, contact.raw()).add(CLOSE_LIST_COMMA);
                break;
            }
        }
        gather.add(
                switch (element.kind()) {
                    case MESSAGE -> MESSAGES;
                    case STATUS -> STATUSES;
                });
        return gather.add(body, element.raw()).add(CLOSE_LIST).take();
    }

    /** What stands beside messages and statuses: errors, and members nobody knows yet. */
    byte[] others(byte[] head, Contents contents) {
        gather.add(head);
        contacts(contents.contacts());
        boolean first = true;
        for (var member : contents.others()) {
            if (!first) {
                gather.add(COMMA);
            }
            first = false;
            gather.add(QUOTE)
                    .add(JsonStringEncoder.getInstance().quoteAsUTF8(member.name()))
                    .add(QUOTE_COLON)
                    .add(body, member.value());
        }
        return gather.add(CLOSE_OBJECTS).take();
    }

    /** Something that is not taken apart. */
    byte[] whole(Entry entry, @Nullable Slice fieldAt, Slice value) {
        frame(entry, fieldAt);
        return gather.add(body, value).add(CLOSE).take();
    }

    private void contacts(List<Contact> contacts) {
        if (contacts.isEmpty()) {
            return;
        }
        gather.add(CONTACTS);
        for (int i = 0; i < contacts.size(); i++) {
            if (i > 0) {
                gather.add(COMMA);
            }
            gather.add(body, contacts.get(i).raw());
        }
        gather.add(CLOSE_LIST_COMMA);
    }

    private void frame(Entry entry, @Nullable Slice fieldAt) {
        gather.add(OPEN);
        if (entry.idAt() != null) {
            gather.add(WABA_ID).add(body, entry.idAt()).add(COMMA);
        } else if (entry.id() != null) {
            gather.add(WABA_ID).add(utf8("\"" + entry.id() + "\"")).add(COMMA);
        }
        if (entry.time() >= 0) {
            gather.add(TIME).add(utf8(Long.toString(entry.time()))).add(COMMA);
        }
        gather.add(FIELD);
        if (fieldAt == null) {
            gather.add(NO_FIELD);
        } else {
            gather.add(body, fieldAt);
        }
        gather.add(VALUE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
