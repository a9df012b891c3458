package com.eventfulhq.infra.simulator.graph;

/** The wa_id behind a number as people write it, with the national habits of older accounts. */
final class WaIds {
    private WaIds() {}

    static String of(String written) {
        var digits = written.replaceAll("[^0-9]", "");
        if (digits.matches("55[3-9][0-9]9[0-9]{8}")) {
            // Brazil outside São Paulo and Rio: accounts older than the ninth digit keep eight.
            return digits.substring(0, 4) + digits.substring(5);
        }
        if (digits.matches("52[2-9][0-9]{9}")) {
            return "521" + digits.substring(2);
        }
        if (digits.matches("54[1-8][0-9]{9}")) {
            return "549" + digits.substring(2);
        }
        return digits;
    }
}
