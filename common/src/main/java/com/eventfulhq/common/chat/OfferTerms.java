package com.eventfulhq.common.chat;

import com.eventfulhq.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an offer of a negotiation offers. Amounts are decimal text, in credits: they are compared, hashed and signed as they were written.
 *
 * @param feeCredits   for the performance or service
 * @param allowances   beside the fee: {@code travel}, {@code accommodation}, {@code meals}, {@code equipment}; what is not named is nothing
 * @param startsAt     when the work begins, to the millisecond
 * @param endsAt       when it ends; only with its beginning
 * @param deliverables what is to be done or brought, one by one
 * @param terms        whatever else holds
 * @param expiresAt    until when it can be accepted; null: until it is answered
 */
public record OfferTerms(
        String feeCredits,
        Map<String, String> allowances,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        List<String> deliverables,
        @Nullable String terms,
        @Nullable Instant expiresAt) {

    static final String FEE = "fee_credits";
    static final String ALLOWANCES = "allowances";
    static final String STARTS = "starts_at";
    static final String ENDS = "ends_at";
    static final String DELIVERABLES = "deliverables";
    static final String TERMS = "terms";
    static final String EXPIRES = "expires_at";

    public OfferTerms {
        allowances = Map.copyOf(allowances);
        deliverables = List.copyOf(deliverables);
    }

    /** As it is stored and told: all values are texts, and what is not there is left out. */
    public ObjectNode json() {
        var json = Json.MAPPER.createObjectNode();
        json.put(FEE, feeCredits);
        if (!allowances.isEmpty()) {
            var node = json.putObject(ALLOWANCES);
            new TreeMap<>(allowances).forEach(node::put);
        }
        put(json, STARTS, startsAt);
        put(json, ENDS, endsAt);
        if (!deliverables.isEmpty()) {
            var array = json.putArray(DELIVERABLES);
            deliverables.forEach(array::add);
        }
        put(json, TERMS, terms);
        put(json, EXPIRES, expiresAt);
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}
