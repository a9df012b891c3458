package com.eventfulhq.gateway.realtime.chat;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is said over the clients' sockets.
 *
 * @param watchTimeout longest time Redis may take to confirm a subscription
 * @param maxErrors    error answers a client may get within a minute for what it did itself; one more closes its socket
 */
@ConfigurationProperties("eventful.realtime")
record SessionSettings(
        @DefaultValue("2s") Duration watchTimeout,
        @DefaultValue("20") int maxErrors) {}
