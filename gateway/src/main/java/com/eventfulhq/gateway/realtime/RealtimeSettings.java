package com.eventfulhq.gateway.realtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What clients say on their sockets; the sockets themselves have settings of their own beside these.
 *
 * @param watchTimeout longest time Redis may take to confirm a subscription
 * @param maxErrors    error answers on one socket; one more closes it
 */
@ConfigurationProperties("eventful.realtime")
record RealtimeSettings(
        @DefaultValue("2s") Duration watchTimeout,
        @DefaultValue("20") int maxErrors) {}
