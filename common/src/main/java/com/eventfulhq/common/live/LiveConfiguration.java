package com.eventfulhq.common.live;

import com.eventfulhq.common.redis.RedisConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/** Wires live channels for a service that imports it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveConfiguration.LiveSettings.class)
@Import(RedisConfiguration.class)
public class LiveConfiguration {

    /**
     * Live channels.
     *
     * @param timeout longest time one publication may take
     */
    @ConfigurationProperties("eventful.live")
    public record LiveSettings(@DefaultValue("250ms") Duration timeout) {}

    @Bean
    LiveChannels liveChannels(ReactiveRedisConnectionFactory redis, LiveSettings settings) {
        return new LiveChannels(redis, settings.timeout());
    }
}
