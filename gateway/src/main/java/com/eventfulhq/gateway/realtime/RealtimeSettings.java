package com.eventfulhq.gateway.realtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The clients' sockets.
 *
 * @param path            where they connect
 * @param maxConnections  sockets of one node; beyond it the handshake is answered 503
 * @param outbox          bytes that may wait for one reader, those just being written included
 * @param maxFrame        bytes of the largest frame taken from a client; a larger one closes the socket (1009)
 * @param connectTimeout  time from the handshake to a valid token
 * @param heartbeat       time between two WebSocket pings; must be shorter than the server's idle time-out
 * @param stall           longest time without progress of a reader who has something to read
 * @param silence         longest time without anything heard from a client, pongs included
 * @param watchTimeout    longest time Redis may take to confirm a subscription
 * @param drain           time over which a stopping node spreads its goodbyes
 * @param maxErrors       error answers on one socket; one more closes it
 */
@ConfigurationProperties("eventful.realtime")
record RealtimeSettings(
        @DefaultValue("/v1/realtime") String path,
        @DefaultValue("50000") int maxConnections,
        @DefaultValue("256KB") DataSize outbox,
        @DefaultValue("64KB") DataSize maxFrame,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("25s") Duration heartbeat,
        @DefaultValue("30s") Duration stall,
        @DefaultValue("60s") Duration silence,
        @DefaultValue("2s") Duration watchTimeout,
        @DefaultValue("3s") Duration drain,
        @DefaultValue("20") int maxErrors) {}
