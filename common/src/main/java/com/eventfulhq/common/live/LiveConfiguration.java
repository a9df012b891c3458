package com.eventfulhq.common.live;

import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Wires live channels for a service that imports it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveConfiguration.LiveSettings.class)
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

    /** Connects at start: the first command would otherwise open the shared connection on an event loop, and wait there. */
    @Bean
    static BeanPostProcessor connectAtStart() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof LettuceConnectionFactory factory) {
                    factory.setEagerInitialization(true);
                }
                return bean;
            }
        };
    }
}
