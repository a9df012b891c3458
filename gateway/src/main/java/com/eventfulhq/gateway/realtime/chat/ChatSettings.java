package com.eventfulhq.gateway.realtime.chat;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Chat on the clients' sockets.
 *
 * @param answerTimeout    longest time a command waits for its answer; then it is answered {@code no-answer}
 * @param unanswered       commands of one connection that may wait for their answer
 * @param maxSubscriptions conversations one connection may watch
 * @param maxListed        conversations of one person's list whose changes are pushed
 * @param linger           how long a partition of the bus that nobody needs is watched on
 * @param slice            connections of one room told in one go
 * @param remembered       bytes remembered for one subscription while it is being made
 * @param held             bytes held by one room while a gap is closed
 * @param retry            pause before what could not be fetched from the hub is fetched again; doubled with every further try
 * @param tries            times a gap in a conversation is tried to be closed; then whoever watches it is told to subscribe again
 * @param gather           how commands are brought to the log together
 * @param asks             how questions are brought to the hub together
 */
@ConfigurationProperties("eventful.chat")
record ChatSettings(
        @DefaultValue("10s") Duration answerTimeout,
        @DefaultValue("256") int unanswered,
        @DefaultValue("1000") int maxSubscriptions,
        @DefaultValue("2000") int maxListed,
        @DefaultValue("30s") Duration linger,
        @DefaultValue("500") int slice,
        @DefaultValue("256KB") DataSize remembered,
        @DefaultValue("1MB") DataSize held,
        @DefaultValue("500ms") Duration retry,
        @DefaultValue("7") int tries,
        @DefaultValue Gather gather,
        @DefaultValue Asks asks) {

    /**
     * Commands that arrive together are one append.
     *
     * @param underWay appends of one event loop that may wait for their acknowledgement; while they do, what it reads is gathered
     * @param items    gathered commands that are appended without waiting any longer
     * @param size     bytes of them that are
     */
    record Gather(
            @DefaultValue("1") int underWay,
            @DefaultValue("1000") int items,
            @DefaultValue("256KB") DataSize size) {}

    /**
     * Questions that arise together are one call.
     *
     * @param underWay       calls of one event loop that may wait for their answer; while they do, questions are gathered
     * @param waiting        questions of one event loop that may wait for a call; more are refused
     * @param timeout        longest time for one call
     * @param connectTimeout time to open a connection
     * @param maxIdle        time a connection is kept unused
     * @param maxAnswer      bytes of the largest answer to one call
     */
    record Asks(
            @DefaultValue("2") int underWay,
            @DefaultValue("20000") int waiting,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("1s") Duration connectTimeout,
            @DefaultValue("20s") Duration maxIdle,
            @DefaultValue("64MB") DataSize maxAnswer) {}
}
