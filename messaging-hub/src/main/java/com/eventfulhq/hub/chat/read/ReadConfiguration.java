package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.chat.InternalSettings;
import com.eventfulhq.common.database.Database;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The reading side of the chats. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalSettings.class)
class ReadConfiguration {

    @Bean
    ChatReads chatReads(Database database, ReadSettings settings) {
        var turns = new Turns(settings.concurrency(), settings.waiting());
        return new ChatReads(database, turns, settings.together());
    }

    @Bean
    RouterFunction<ServerResponse> askRoutes(ChatReads reads, ReadSettings settings, InternalSettings internal) {
        var controller = new AsksController(
                reads, internal.secret(), Math.toIntExact(settings.maxBody().toBytes()));
        return RouterFunctions.route().POST(ChatAsk.PATH, controller::asks).build();
    }
}
