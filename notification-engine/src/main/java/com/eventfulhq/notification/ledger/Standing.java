package com.eventfulhq.notification.ledger;

import java.util.Collection;
import java.util.List;

/** Where deliveries and notifications stand. Pure. */
public final class Standing {

    public static final String QUEUED = "queued";
    public static final String SENT = "sent";
    public static final String FAILED = "failed";

    /** Failure stands above sent, which a failure may follow, and below delivered, which refutes it. */
    private static final List<String> CHAIN = List.of(QUEUED, SENT, FAILED, "delivered", "opened", "clicked");

    private Standing() {}

    /** Whether a delivery moves when this comes. */
    static boolean isForward(String from, String to) {
        return CHAIN.indexOf(to) > CHAIN.indexOf(from);
    }

    /** The best of all channels; failed only if every one failed. */
    static String of(Collection<String> deliveries) {
        if (deliveries.stream().allMatch(FAILED::equals)) {
            return FAILED;
        }
        return deliveries.stream()
                .filter(status -> !status.equals(FAILED))
                .max(java.util.Comparator.comparingInt(CHAIN::indexOf))
                .orElse(QUEUED);
    }

    /** What a WhatsApp status means for a delivery. */
    public static String ofWhatsApp(String status) {
        return switch (status) {
            case "accepted", "sent" -> SENT;
            case "delivered" -> "delivered";
            case "read", "played" -> "opened";
            case "failed" -> FAILED;
            default -> QUEUED;
        };
    }
}
