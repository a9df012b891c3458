package com.eventfulhq.infra.bench.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found after a run, each from where it lies.
 *
 * @param sent        every message, once, however often it was posted
 * @param answered    how often each was answered 200, by wamid
 * @param onTheLog    how often each stands on {@code whatsapp.callbacks}
 * @param rows        what PostgreSQL has
 * @param published   {@code message.received} on {@code whatsapp.events}, in the order of its partitions
 * @param windows     of every conversation that has one of the rows
 * @param deadLetters records on all dead letter topics
 * @param window      how long a message opens the window
 * @param forgetful   Redis was made to forget, so a window may be missing there; it may not be another one
 */
record Facts(
        List<Sent> sent,
        Map<String, Integer> answered,
        Map<String, Integer> onTheLog,
        List<Row> rows,
        List<Published> published,
        List<Window> windows,
        long deadLetters,
        Duration window,
        boolean forgetful) {

    /**
     * A message somebody wrote.
     *
     * @param number of this message among the user's, from 1; it is sent only after the one before was answered 200
     */
    record Sent(String wamid, int user, int number, Instant writtenAt) {}

    /** A stored message, and the place on the log of the record that made it. */
    record Row(String wamid, String messageId, String conversationId, int partition, long offset) {}

    /** An event that says a message was received. */
    record Published(String eventId, String wamid, String messageId) {}

    /**
     * The end of a conversation's window in epoch milliseconds.
     *
     * @param column in PostgreSQL
     * @param redis  in Redis; null if it does not know
     */
    record Window(
            String conversationId, long column, @Nullable Long redis) {}
}
