package com.eventfulhq.hub.whatsapp.send;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The doors of this room: two routes, one reader, two sweeps. */
@Configuration(proxyBeanMethods = false)
class SendConfiguration {

    private static final String GROUP = "hub.send";

    @Bean
    RouterFunction<ServerResponse> sendRoutes(SendController controller) {
        return route().POST(SendController.PATH, controller::send)
                .GET(SendController.PATH + "/{id}", controller::read)
                .build();
    }

    @Bean
    LogReader sendReader(LogReaders readers, SendConsumer consumer) {
        return readers.read(Topics.WHATSAPP_SENDS, GROUP, consumer);
    }

    @Bean
    Sweep dueSendsSweep(DueSends due, SendSettings settings) {
        return new Sweep("due-sends", settings.sweep(), due::again);
    }

    @Bean
    Sweep unknownSendsSweep(UnknownSends unknown, SendSettings settings) {
        return new Sweep("unknown-sends", settings.sweep(), unknown::settle);
    }
}
