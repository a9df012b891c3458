package com.eventfulhq.infra.simulator.callback;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackItem.FieldChange;
import com.eventfulhq.infra.simulator.callback.CallbackItem.InboundMessage;
import com.eventfulhq.infra.simulator.callback.CallbackItem.StatusUpdate;
import com.eventfulhq.infra.simulator.knob.CallbackKnobs.Layout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Arranges items into the entries and changes of one POST, keeping their order within each change. */
public final class CallbackEnvelope {
    private final Layout layout;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "whatsapp_business_account");
    private final ArrayNode entries = root.putArray("entry");
    private final Map<String, ArrayNode> changesOf = new HashMap<>();
    private final Map<String, ObjectNode> valueOf = new HashMap<>();
    private final Map<ObjectNode, Set<String>> contactsOf = new IdentityHashMap<>();

    private CallbackEnvelope(Layout layout) {
        this.layout = layout;
    }

    public static ObjectNode of(List<? extends CallbackItem> items, Layout layout) {
        var envelope = new CallbackEnvelope(layout);
        items.forEach(envelope::add);
        return envelope.root;
    }

    private void add(CallbackItem item) {
        switch (item) {
            case InboundMessage inbound -> {
                var value = value(inbound.number(), "messages");
                contact(value, inbound.user());
                value.withArray("messages").add(inbound.message());
            }
            case StatusUpdate update -> {
                var value = value(update.number(), "statuses");
                contact(value, update.user());
                value.withArray("statuses").add(update.status());
            }
            case FieldChange change -> {
                var entry = entry(change.number().wabaId()).put("time", change.time());
                change(entry.putArray("changes"), change.field()).set("value", change.value());
            }
        }
    }

    private ObjectNode value(BusinessNumber number, String kind) {
        return switch (layout) {
            case MERGED ->
                valueOf.computeIfAbsent(
                        number.phoneNumberId() + '/' + kind, key -> newValue(sharedChanges(number), number));
            case CHANGE_PER_ITEM -> newValue(sharedChanges(number), number);
            case ENTRY_PER_ITEM -> newValue(entry(number.wabaId()).putArray("changes"), number);
        };
    }

    private ArrayNode sharedChanges(BusinessNumber number) {
        return changesOf.computeIfAbsent(
                number.wabaId(), wabaId -> entry(wabaId).putArray("changes"));
    }

    private ObjectNode newValue(ArrayNode changes, BusinessNumber number) {
        var value = change(changes, "messages").putObject("value").put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", number.displayPhoneNumber())
                .put("phone_number_id", number.phoneNumberId());
        return value;
    }

    private ObjectNode entry(String wabaId) {
        return entries.addObject().put("id", wabaId);
    }

    private static ObjectNode change(ArrayNode changes, String field) {
        return changes.addObject().put("field", field);
    }

    /** Each person stands once in a change, however many messages are theirs. */
    private void contact(ObjectNode value, @Nullable EndUser user) {
        if (user == null) {
            return;
        }
        if (contactsOf.computeIfAbsent(value, key -> new HashSet<>()).add(user.userId())) {
            value.withArray("contacts").add(user.contact());
        }
    }
}
