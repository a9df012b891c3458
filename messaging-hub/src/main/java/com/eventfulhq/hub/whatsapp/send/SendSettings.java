package com.eventfulhq.hub.whatsapp.send;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are sent.
 *
 * @param validity     how long after acceptance a message is worth sending, unless its asker says otherwise
 * @param windowMargin how long before its end a customer-service window counts as closed
 * @param grace        how long a queued message may be on its way through the log before a sweep puts it there again
 * @param concurrency  conversations that are sent to at the same time, per reader
 * @param batchBudget  time after which no further message of a batch is begun; the rest waits for a sweep. With the longest call
 *                     and {@code storePatience} it stays below {@code eventful.log.read.handle-timeout}
 * @param storePatience how long the outcome of a call is kept trying to be stored while the database is away
 * @param settleAfter  how long an unknown outcome may wait for a status before it is declared failed
 * @param maxHold      longest wait of a message for which the conversation's later messages wait, too
 * @param retry        further attempts
 * @param pace         how fast
 * @param breaker      numbers that cannot send
 * @param sweep        the two sweeps
 */
@ConfigurationProperties("eventful.send")
public record SendSettings(
        @DefaultValue("4h") Duration validity,
        @DefaultValue("10s") Duration windowMargin,
        @DefaultValue("60s") Duration grace,
        @DefaultValue("32") int concurrency,
        @DefaultValue("20s") Duration batchBudget,
        @DefaultValue("15s") Duration storePatience,
        @DefaultValue("60s") Duration settleAfter,
        @DefaultValue("2m") Duration maxHold,
        @DefaultValue Retry retry,
        @DefaultValue Pace pace,
        @DefaultValue Breaker breaker,
        @DefaultValue Sweep sweep) {

    /**
     * Further attempts.
     *
     * @param maxAttempts attempts of one message; those that met a paused number do not count
     * @param first       first wait; it doubles with each attempt
     */
    public record Retry(
            @DefaultValue("8") int maxAttempts,
            @DefaultValue("1s") Duration first) {}

    /**
     * How fast.
     *
     * @param headroom   share of a number's throughput that sending may use; what comes in shares it
     * @param pairBurst  messages to one user at once
     * @param pairRefill time after which one more to the same user is allowed
     * @param maxWait    longest wait inside the sender; beyond it the message waits in the database
     * @param remembered numbers, and pairs, whose pace is remembered; the longest unused is forgotten
     */
    public record Pace(
            @DefaultValue("0.8") double headroom,
            @DefaultValue("45") int pairBurst,
            @DefaultValue("6s") Duration pairRefill,
            @DefaultValue("2s") Duration maxWait,
            @DefaultValue("50000") int remembered) {}

    /**
     * Numbers that cannot send.
     *
     * @param probe      one message is tried this often while a number is paused
     * @param remembered paused numbers that are remembered
     */
    public record Breaker(
            @DefaultValue("1m") Duration probe,
            @DefaultValue("10000") int remembered) {}

    /**
     * The sweeps.
     *
     * @param interval pause between two sweeps
     * @param batch    most messages of one sweep
     */
    public record Sweep(
            @DefaultValue("1s") Duration interval,
            @DefaultValue("200") int batch) {}
}
