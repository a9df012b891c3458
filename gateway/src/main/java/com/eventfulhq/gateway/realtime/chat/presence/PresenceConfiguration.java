package com.eventfulhq.gateway.realtime.chat.presence;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.scheduler.Schedulers;

/** Wires who is online onto Redis. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PresenceSettings.class, HeadcountSettings.class})
class PresenceConfiguration {

    @Bean
    Presence presence(ReactiveStringRedisTemplate redis, PresenceSettings settings, MeterRegistry registry) {
        return new Presence(
                new RedisLeases(redis, settings.timeout()), settings, registry, Schedulers.boundedElastic());
    }
}
