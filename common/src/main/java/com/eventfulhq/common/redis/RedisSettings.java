package com.eventfulhq.common.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The connection to Redis; where it is and how long a command may take are {@code spring.data.redis.*}.
 *
 * @param retryMin    pause before it is tried again for the first time
 * @param retryMax    longest pause between two tries, however long it is away
 * @param waitAtStart longest time a start waits for the first try; after it the service starts without Redis
 */
@ConfigurationProperties("eventful.redis")
public record RedisSettings(
        @DefaultValue("100ms") Duration retryMin,
        @DefaultValue("2s") Duration retryMax,
        @DefaultValue("1s") Duration waitAtStart) {}
