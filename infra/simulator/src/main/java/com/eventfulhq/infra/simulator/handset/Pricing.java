package com.eventfulhq.infra.simulator.handset;

import java.time.Instant;

/** The price type of a message, thin: per-message pricing, without quotas and entry points. */
final class Pricing {
    /** From here on utility templates inside the service window are billed again. */
    private static final Instant UTILITY_BILLED_IN_WINDOW = Instant.parse("2026-10-01T00:00:00Z");

    private Pricing() {}

    static String type(OutboundMessage message) {
        boolean free =
                switch (message.category()) {
                    case "service" -> true;
                    case "utility" -> message.windowOpen() && message.at().isBefore(UTILITY_BILLED_IN_WINDOW);
                    default -> false;
                };
        return free ? "free_customer_service" : "regular";
    }
}
