package com.eventfulhq.hub.whatsapp.send;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The spellings under which Meta may know a number. Brazil's ninth digit, Mexico's historical 1 and Argentina's mobile 9 (or
 * local 15) come and go between a number and its wa_id; a candidate is only ever looked up, what is sent is never rewritten.
 */
final class WaIdCandidates {

    private static final Pattern BRAZIL_LONG = Pattern.compile("55(\\d{2})9(\\d{8})");
    /** Landlines have eight digits, too: only what begins like a mobile number gets the ninth. */
    private static final Pattern BRAZIL_SHORT = Pattern.compile("55(\\d{2})([6-9]\\d{7})");

    private static final Pattern MEXICO_LONG = Pattern.compile("521(\\d{10})");
    private static final Pattern MEXICO_SHORT = Pattern.compile("52(\\d{10})");
    private static final Pattern ARGENTINA_LONG = Pattern.compile("549(\\d{10})");
    private static final Pattern ARGENTINA_SHORT = Pattern.compile("54(\\d{10})");
    private static final List<Pattern> ARGENTINA_LOCAL = List.of(
            Pattern.compile("54(\\d{2})15(\\d{8})"),
            Pattern.compile("54(\\d{3})15(\\d{7})"),
            Pattern.compile("54(\\d{4})15(\\d{6})"));

    private WaIdCandidates() {}

    /** @return the number itself first */
    static List<String> of(String digits) {
        var candidates = new LinkedHashSet<String>();
        candidates.add(digits);
        add(candidates, digits, BRAZIL_LONG, "55$1$2");
        add(candidates, digits, BRAZIL_SHORT, "55$19$2");
        add(candidates, digits, MEXICO_LONG, "52$1");
        add(candidates, digits, MEXICO_SHORT, "521$1");
        add(candidates, digits, ARGENTINA_LONG, "54$1");
        add(candidates, digits, ARGENTINA_SHORT, "549$1");
        for (var local : ARGENTINA_LOCAL) {
            add(candidates, digits, local, "549$1$2");
            add(candidates, digits, local, "54$1$2");
        }
        return List.copyOf(candidates);
    }

    private static void add(Set<String> candidates, String digits, Pattern form, String other) {
        var matcher = form.matcher(digits);
        if (matcher.matches()) {
            candidates.add(matcher.replaceFirst(other));
        }
    }
}
