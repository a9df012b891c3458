package com.eventfulhq.gateway.realtime.socket;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The clients' sockets.
 *
 * @param path           where they connect
 * @param origins        {@code Origin}s of pages that may connect; none: all of them. A client without one always may
 * @param maxConnections sockets of one node; beyond it the handshake is answered 503
 * @param handshakes     handshakes a node begins; beyond it they are answered 503
 * @param outbox         bytes of pushes that may wait for one reader; beyond it they are discarded and the reader told to
 *                       catch up
 * @param answers        bytes of answers one client may be owed, counting what it has asked as the most it may bring; beyond it
 *                       nothing is read from it until it is owed half of that. One question alone may bring more
 * @param hints          bytes waiting for one reader beyond which it gets no more of what is worth nothing later
 * @param maxFrame       bytes of the largest message taken from a client
 * @param commands       commands of one client that may be unanswered; beyond it nothing is read from it until half of them are
 *                       answered
 * @param deflate        whether permessage-deflate is agreed to
 * @param connectTimeout time from the handshake to a valid token
 * @param heartbeat      time between two WebSocket pings
 * @param stall          longest time without progress of a reader who has something to read
 * @param silence        longest time without anything heard from a client, pongs included
 * @param drain          time over which a stopping node spreads its goodbyes
 */
@ConfigurationProperties("eventful.realtime")
record SocketSettings(
        @DefaultValue("/v1/realtime") String path,
        @DefaultValue List<String> origins,
        @DefaultValue("50000") int maxConnections,
        @DefaultValue Handshakes handshakes,
        @DefaultValue("256KB") DataSize outbox,
        @DefaultValue("4MB") DataSize answers,
        @DefaultValue("64KB") DataSize hints,
        @DefaultValue("64KB") DataSize maxFrame,
        @DefaultValue("64") int commands,
        @DefaultValue("false") boolean deflate,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("25s") Duration heartbeat,
        @DefaultValue("30s") Duration stall,
        @DefaultValue("60s") Duration silence,
        @DefaultValue("3s") Duration drain) {

    /**
     * A storm of reconnecting clients must not starve those who are connected.
     *
     * @param perSecond begun per second, in the long run
     * @param burst     begun at once
     * @param spread    those refused are told to come back within this time, each at another one
     */
    record Handshakes(
            @DefaultValue("2000") int perSecond,
            @DefaultValue("4000") int burst,
            @DefaultValue("10s") Duration spread) {}
}
