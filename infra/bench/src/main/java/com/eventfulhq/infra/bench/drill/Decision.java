package com.eventfulhq.infra.bench.drill;

import java.util.Map;

/**
 * What the hub decided about a window. It was decided at some moment between question and answer.
 *
 * @param how          by which question
 * @param open         the decision
 * @param askedMillis  epoch
 * @param toldMillis   epoch
 * @param marginMillis how long before its end a window counts as closed for this question
 */
record Decision(String conversationId, String how, boolean open, long askedMillis, long toldMillis, long marginMillis) {

    /**
     * Whether no moment makes this right. The end of a window only moves forward, so it lay between what PostgreSQL had before
     * the question and after the answer.
     */
    boolean wrong(Map<String, Long> before, Map<String, Long> after) {
        long earliestEnd = before.getOrDefault(conversationId, 0L) - marginMillis;
        long latestEnd = after.getOrDefault(conversationId, 0L) - marginMillis;
        return open ? latestEnd <= askedMillis : earliestEnd > toldMillis;
    }

    @Override
    public String toString() {
        return how + " of " + conversationId + " said " + (open ? "open" : "closed");
    }
}
