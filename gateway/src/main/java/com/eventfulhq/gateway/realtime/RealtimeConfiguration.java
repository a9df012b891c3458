package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.token.Tokens;
import com.eventfulhq.gateway.realtime.socket.Door;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what is behind the clients' sockets. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RealtimeSettings.class)
class RealtimeConfiguration {

    @Bean
    Door realtimeDoor(RealtimeSettings settings, Tokens tokens, LiveChannels live, MeterRegistry registry) {
        var watches = new Watches(live);
        Gauge.builder("eventful.realtime.watches", watches::size)
                .description("Live channels watched")
                .register(registry);
        return new Reception(settings.maxErrors(), new Desk.Opener(tokens, watches, settings.watchTimeout()));
    }
}
