package com.eventfulhq.common.chat;

import static com.eventfulhq.common.problem.ErrorCode.INVALID_REQUEST;
import static com.eventfulhq.common.problem.ErrorCode.INVALID_VALUE;
import static com.eventfulhq.common.problem.ErrorCode.TOO_LARGE;
import static com.eventfulhq.common.problem.ErrorCode.UNKNOWN_FIELD;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code offer_data}. */
final class OfferTermsReader {

    static final int MAX_DELIVERABLES = 50;
    static final int MAX_DELIVERABLE = 500;
    static final int MAX_TERMS = 8_192;

    private static final String PLACE = "offer_data";
    private static final Set<String> KNOWN = Set.of(
            OfferTerms.FEE,
            OfferTerms.ALLOWANCES,
            OfferTerms.STARTS,
            OfferTerms.ENDS,
            OfferTerms.DELIVERABLES,
            OfferTerms.TERMS,
            OfferTerms.EXPIRES);
    private static final Set<String> KINDS = Set.of("travel", "accommodation", "meals", "equipment");

    /** As many digits as the columns of a booking have. */
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9]\\d{0,12})(\\.\\d{1,2})?");

    private OfferTermsReader() {}

    /** @throws ProblemException naming the member that is wrong */
    static OfferTerms read(JsonNode node) {
        if (!node.isObject()) {
            throw refused(INVALID_REQUEST, PLACE, "expected an object");
        }
        only(KNOWN, PLACE, node);
        @Nullable Instant starts = time(node, OfferTerms.STARTS);
        @Nullable Instant ends = time(node, OfferTerms.ENDS);
        if (ends != null && (starts == null || !ends.isAfter(starts))) {
            throw refused(INVALID_VALUE, PLACE + "/" + OfferTerms.ENDS, "expected after " + OfferTerms.STARTS);
        }
        return new OfferTerms(
                amount(PLACE + "/" + OfferTerms.FEE, node.get(OfferTerms.FEE)),
                allowances(node.get(OfferTerms.ALLOWANCES)),
                starts,
                ends,
                deliverables(node.get(OfferTerms.DELIVERABLES)),
                terms(node.get(OfferTerms.TERMS)),
                time(node, OfferTerms.EXPIRES));
    }

    private static @Nullable String terms(@Nullable JsonNode node) {
        return node == null || node.isNull()
                ? null
                : ChatCommandReader.limited(PLACE + "/" + OfferTerms.TERMS, node, MAX_TERMS);
    }

    private static Map<String, String> allowances(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return Map.of();
        }
        var place = PLACE + "/" + OfferTerms.ALLOWANCES;
        if (!node.isObject()) {
            throw refused(INVALID_REQUEST, place, "expected an object");
        }
        only(KINDS, place, node);
        Map<String, String> allowances = new HashMap<>();
        node.properties()
                .forEach(member ->
                        allowances.put(member.getKey(), amount(place + "/" + member.getKey(), member.getValue())));
        return allowances;
    }

    private static List<String> deliverables(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return List.of();
        }
        var place = PLACE + "/" + OfferTerms.DELIVERABLES;
        if (!node.isArray()) {
            throw refused(INVALID_REQUEST, place, "expected an array");
        }
        if (node.size() > MAX_DELIVERABLES) {
            throw refused(TOO_LARGE, place, "more than " + MAX_DELIVERABLES);
        }
        var deliverables = new ArrayList<String>(node.size());
        for (int i = 0; i < node.size(); i++) {
            deliverables.add(ChatCommandReader.limited(place + "/" + i, node.get(i), MAX_DELIVERABLE));
        }
        return deliverables;
    }

    private static String amount(String place, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            throw refused(INVALID_REQUEST, place, "missing");
        }
        if (!node.isString()) {
            throw refused(INVALID_REQUEST, place, "expected an amount as decimal text");
        }
        if (!AMOUNT.matcher(node.stringValue()).matches()) {
            throw refused(INVALID_VALUE, place, "expected an amount like 1200 or 1200.50, not below 0");
        }
        return node.stringValue();
    }

    private static @Nullable Instant time(JsonNode terms, String name) {
        var node = terms.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        try {
            return Instant.parse(node.stringValue("")).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException e) {
            throw refused(INVALID_VALUE, PLACE + "/" + name, "expected a time as of RFC 3339, in UTC");
        }
    }

    private static void only(Set<String> names, String place, JsonNode object) {
        for (var name : object.propertyNames()) {
            if (!names.contains(name)) {
                throw refused(UNKNOWN_FIELD, place + "/" + name, "unknown");
            }
        }
    }

    private static ProblemException refused(ErrorCode code, String name, String detail) {
        return ProblemException.field(code, "/" + name, detail);
    }
}
