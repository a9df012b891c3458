package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.gateway.group.GroupAppend;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the callback address into the server. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WhatsAppSettings.class)
class WhatsAppConfiguration {

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> webhookRoutes(
            WhatsAppSettings settings, EventLog log, MeterRegistry registry, Clock clock) {
        var routes = new WebhookRoutes(
                settings,
                new Records(clock),
                new GroupAppend(log::appendPacked, settings.gather().bounds()),
                new CallbackMeters(registry));
        return server -> server.addRouteProviders(routes);
    }
}
