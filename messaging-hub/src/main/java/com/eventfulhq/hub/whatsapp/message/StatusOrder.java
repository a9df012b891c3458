package com.eventfulhq.hub.whatsapp.message;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a message stands, given what Meta said of it in any order. Statuses form a chain, and a message stands at the highest
 * it ever had:
 *
 * <pre> queued &lt; accepted &lt; sent &lt; failed &lt; delivered &lt; read &lt; played </pre>
 *
 * Failure has its place above <em>sent</em> and below <em>delivered</em>: a late {@code sent} does not undo it, evidence of
 * delivery does. A maximum does not depend on order or repetition, and neither does where a message ends.
 */
public final class StatusOrder {

    static final String FAILED = "failed";

    private static final List<String> CHAIN =
            List.of("queued", "accepted", "sent", FAILED, "delivered", "read", "played");

    /** Of several failures the lowest code is kept: any rule would do in which the order of arrival plays no part. */
    private static final Comparator<StatusUpdate.Failure> LOWEST_CODE = Comparator.comparing(
                    StatusUpdate.Failure::code, Comparator.nullsLast(Comparator.<Integer>naturalOrder()))
            .thenComparing(StatusUpdate.Failure::title, Comparator.nullsLast(Comparator.<String>naturalOrder()))
            .thenComparing(StatusUpdate.Failure::detail, Comparator.nullsLast(Comparator.<String>naturalOrder()));

    private StatusOrder() {}

    /**
     * Where a message stands.
     *
     * @param failure kept for audit even when the message was delivered after all
     */
    public record Standing(String status, StatusUpdate.@Nullable Failure failure) {

        /** The standing after one more status. Statuses that are not in the chain (deleted, warning, new ones) change nothing. */
        public Standing after(String next, StatusUpdate.@Nullable Failure nextFailure) {
            return new Standing(
                    isForward(status, next) ? next : status,
                    next.equals(FAILED) ? lower(failure, nextFailure) : failure);
        }
    }

    /** Whether a message that stands at the one moves when the other comes. */
    public static boolean isForward(String from, String to) {
        return CHAIN.indexOf(to) > CHAIN.indexOf(from);
    }

    private static StatusUpdate.@Nullable Failure lower(
            StatusUpdate.@Nullable Failure one, StatusUpdate.@Nullable Failure other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return LOWEST_CODE.compare(one, other) <= 0 ? one : other;
    }
}
