package com.eventfulhq.common.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One item of a WhatsApp callback: Meta's own {@code change} with exactly one message or status left in its value, so that
 * whoever reads it needs no second format. The bytes of the item are Meta's.
 *
 * <pre>{"waba_id":"104…","time":1789034400,"field":"messages",
 *  "value":{"messaging_product":"whatsapp","metadata":{…},"contacts":[{…}],"messages":[{…}]}}</pre>
 *
 * @param wabaId the {@code entry[].id}; null if the entry had none
 * @param time   the {@code entry[].time}, unix seconds; null if the entry had none
 * @param field  the change's field
 * @param value  the change's value; of its contacts only the one the item is from
 */
public record CallbackItem(
        @JsonProperty("waba_id") @Nullable String wabaId,
        @Nullable Long time,
        String field,
        JsonNode value) {}
