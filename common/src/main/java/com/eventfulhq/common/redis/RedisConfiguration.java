package com.eventfulhq.common.redis;

import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Wires the way to Redis for a service that imports it: whoever asks for reactive connections gets them through the door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
public class RedisConfiguration {

    @Bean
    @Primary
    RedisDoor redisDoor(LettuceConnectionFactory connections, RedisSettings settings, MeterRegistry registry) {
        var door = new RedisDoor(connections, settings);
        registry.gauge("eventful.redis.connected", door, it -> it.isConnected() ? 1 : 0);
        return door;
    }

    /** Left alone, the client's pauses grow to half a minute. */
    @Bean
    static ClientResourcesBuilderCustomizer boundedReconnects(RedisSettings settings) {
        return resources -> resources.reconnectDelay(Delay.exponential(
                settings.retryMin().toMillis(), settings.retryMax().toMillis(), TimeUnit.MILLISECONDS, 2));
    }
}
