package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who a callback is from, by every name it gives them. */
final class People {

    private static final int MAX_IDENTITY = 160;

    private People() {}

    /** The sender of a message; empty if the message names nobody. */
    static List<Person> of(CallbackItem item, JsonNode message) {
        return of(
                CallbackDecoder.wabaId(item),
                message,
                item.value().path("contacts").path(0));
    }

    /** Who makes a call; a change may tell of several, and a contact that is somebody else would make two people one. */
    static List<Person> calling(CallbackItem item, JsonNode call) {
        var contacts = item.value().path("contacts");
        if (contacts.size() == 1 && item.value().path("calls").size() == 1) {
            return of(CallbackDecoder.wabaId(item), call, contacts.path(0));
        }
        for (var contact : contacts) {
            if (same(contact, "wa_id", call, "from") || same(contact, "user_id", call, "from_user_id")) {
                return of(CallbackDecoder.wabaId(item), call, contact);
            }
        }
        return of(CallbackDecoder.wabaId(item), call, contacts.path("nobody"));
    }

    private static boolean same(JsonNode contact, String id, JsonNode call, String from) {
        var value = CallbackDecoder.text(contact, id);
        return value != null && value.equals(CallbackDecoder.text(call, from));
    }

    private static List<Person> of(String waba, JsonNode message, JsonNode contact) {
        Set<Identity> identities = new LinkedHashSet<>();
        add(identities, waba, Identity.Type.BSUID, CallbackDecoder.text(message, "from_user_id"));
        add(identities, waba, Identity.Type.BSUID, CallbackDecoder.text(contact, "user_id"));
        add(identities, waba, Identity.Type.PARENT_BSUID, CallbackDecoder.text(message, "from_parent_user_id"));
        add(identities, waba, Identity.Type.WA_ID, CallbackDecoder.text(message, "from"));
        add(identities, waba, Identity.Type.WA_ID, CallbackDecoder.text(contact, "wa_id"));
        if (identities.isEmpty()) {
            return List.of();
        }
        var profile = contact.path("profile");
        return List.of(new Person(
                List.copyOf(identities),
                CallbackDecoder.text(profile, "name"),
                CallbackDecoder.text(profile, "username"),
                true));
    }

    static void add(Set<Identity> identities, String waba, Identity.Type type, @Nullable String value) {
        if (value != null && value.length() <= MAX_IDENTITY) {
            identities.add(new Identity(waba, type, value));
        }
    }
}
