package com.eventfulhq.common.live;

import com.eventfulhq.common.redis.PubSubLines;
import com.eventfulhq.common.redis.RedisConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.util.unit.DataSize;

/** Wires live channels for a service that imports it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveConfiguration.LiveSettings.class)
@Import(RedisConfiguration.class)
public class LiveConfiguration {

    /**
     * Live channels.
     *
     * @param timeout longest time one publication may take
     * @param waiting bytes that may wait for one watcher; what comes beyond is dropped, and the watcher told that it was
     *                interrupted
     * @param loss    share of publications that are lost on purpose, 0 to 1: whoever watches must notice and catch up, and drills see
     *                whether it does
     */
    @ConfigurationProperties("eventful.live")
    public record LiveSettings(
            @DefaultValue("250ms") Duration timeout,
            @DefaultValue("16MB") DataSize waiting,
            @DefaultValue("0") double loss) {}

    @Bean
    LiveChannels liveChannels(ReactiveRedisConnectionFactory redis, PubSubLines lines, LiveSettings settings) {
        return new LiveChannels(redis, lines, settings);
    }
}
