package com.eventfulhq.infra.simulator.knob;

import java.time.Duration;

/**
 * How the Graph face answers a send.
 *
 * @param windowRefusedAtOnce free text outside the window: HTTP 400 at once instead of 200 and a failed status
 * @param rateLimits whether 130429 and 131056 exist
 * @param numberPerSecond messages a second for one business number
 * @param pairBurst messages to one user that may be sent at once
 * @param pairRefill time after which one more message to the same user is allowed
 * @param magicSuffixes whether numbers ending in 0026, 0049, 0050, 5000, 5999 have their fixed outcome
 * @param lostResponse what becomes of the answer of an accepted send
 * @param lostResponseProbability share of accepted sends whose answer is lost, 0 to 1
 * @param hang how long a hanging call stays open before the connection is closed; not compressed
 * @param responseDelay time until any send is answered; not compressed
 */
public record SendKnobs(
        boolean windowRefusedAtOnce,
        boolean rateLimits,
        int numberPerSecond,
        int pairBurst,
        Duration pairRefill,
        boolean magicSuffixes,
        LostResponse lostResponse,
        double lostResponseProbability,
        Duration hang,
        Duration responseDelay) {
    static final SendKnobs DEFAULTS = new SendKnobs(
            false,
            true,
            80,
            45,
            Duration.ofSeconds(6),
            true,
            LostResponse.NONE,
            1,
            Duration.ofSeconds(60),
            Duration.ZERO);

    public SendKnobs {
        Knobs.range("number_per_second", numberPerSecond, 1, 1_000_000);
        Knobs.range("pair_burst", pairBurst, 1, 1_000_000);
        Knobs.probability("lost_response_probability", lostResponseProbability);
    }

    /** The message is accepted and goes its way in every case; only the answer suffers. */
    public enum LostResponse {
        NONE,
        /** The connection is closed without an answer. */
        CLOSE,
        /** The answer comes after {@code hang}, when nobody waits for it any more. */
        HANG
    }
}
