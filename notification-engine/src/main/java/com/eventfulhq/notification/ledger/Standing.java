package com.eventfulhq.notification.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Where deliveries and notifications stand. Pure. */
public final class Standing {

    public static final String QUEUED = "queued";
    public static final String SUPPRESSED = "suppressed";
    public static final String SENT = "sent";
    public static final String DELIVERED = "delivered";
    public static final String FAILED = "failed";

    /**
     * Failure stands above sent, which a failure may follow, and below delivered, which refutes it. Suppression stands below
     * sent: if it did leave after all (before a crash), what comes back is the truth.
     */
    private static final List<String> CHAIN = List.of(QUEUED, SUPPRESSED, SENT, FAILED, DELIVERED, "opened", "clicked");

    /** Which of several channels speaks for the notification: one that may still succeed is better than one that failed. */
    private static final List<String> BEST = List.of(SUPPRESSED, FAILED, QUEUED, SENT, DELIVERED, "opened", "clicked");

    private Standing() {}

    /** Whether a delivery moves when this comes. */
    static boolean isForward(String from, String to) {
        return CHAIN.indexOf(to) > CHAIN.indexOf(from);
    }

    /** Whether a delivery that moves so reaches its recipient by it. */
    static boolean arrives(String from, String to) {
        return CHAIN.indexOf(from) < CHAIN.indexOf(DELIVERED) && CHAIN.indexOf(to) >= CHAIN.indexOf(DELIVERED);
    }

    /** Whether something went out that is not known to have failed. */
    static boolean isOut(String status) {
        return BEST.indexOf(status) >= BEST.indexOf(SENT);
    }

    /** The best of all channels; failed only if none is better. */
    static String of(Collection<String> deliveries) {
        return deliveries.stream().max(Comparator.comparingInt(BEST::indexOf)).orElse(QUEUED);
    }

    /** What a WhatsApp status means for a delivery. */
    public static String ofWhatsApp(String status) {
        return switch (status) {
            case "accepted", "sent" -> SENT;
            case "delivered" -> DELIVERED;
            case "read", "played" -> "opened";
            case "failed" -> FAILED;
            default -> QUEUED;
        };
    }
}
