package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import com.eventfulhq.hub.whatsapp.message.LogPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The calls of a change that open the customer-service window. Meta's rule: it "opens or refreshes for 24 h with every inbound user
 * message or call from that user to that business number". So a {@code USER_INITIATED} one does, whether it is answered or not; a
 * {@code BUSINESS_INITIATED} one does not, and neither does the status that says it was accepted. The user calls when it
 * begins: its {@code terminate} is no further call, and may be ours.
 *
 * <pre>{"calls":[{"id":"wacid…","from":"34600…","to":"1555…","event":"connect","direction":"USER_INITIATED","timestamp":"…"}]}</pre>
 */
final class Calls {

    private static final String FIELD = "calls";
    private static final String BY_THE_USER = "USER_INITIATED";
    private static final String END = "terminate";

    private Calls() {}

    /** Of each user who calls the latest call; none if the change does not say which number was called. */
    static List<Callback.Called> of(LogRecord record, CallbackItem item) {
        var number = FIELD.equals(item.field()) ? CallbackDecoder.number(item) : null;
        if (number == null) {
            return List.of();
        }
        Map<Person, Callback.Called> latest = new LinkedHashMap<>();
        for (var call : begun(item)) {
            for (var person : People.calling(item, call)) {
                var at = CallbackDecoder.time(call.path("timestamp"), record.appendedAt());
                var place = new LogPlace(record.partition(), record.position());
                var called = new Callback.Called(number, person, at, place, record.trace());
                latest.merge(person, called, (one, other) -> other.at().isAfter(one.at()) ? other : one);
            }
        }
        return List.copyOf(latest.values());
    }

    private static Collection<JsonNode> begun(CallbackItem item) {
        List<JsonNode> begun = new ArrayList<>();
        for (var call : item.value().path(FIELD)) {
            if (BY_THE_USER.equalsIgnoreCase(CallbackDecoder.text(call, "direction"))
                    && !END.equalsIgnoreCase(CallbackDecoder.text(call, "event"))) {
                begun.add(call);
            }
        }
        return begun;
    }
}
