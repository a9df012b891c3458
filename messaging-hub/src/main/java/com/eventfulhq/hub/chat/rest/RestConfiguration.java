package com.eventfulhq.hub.chat.rest;

import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.hub.chat.read.ChatReads;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Chats over REST. */
@Configuration(proxyBeanMethods = false)
class RestConfiguration {

    @Bean
    Submissions chatSubmissions(EventLog log, LiveChannels live, RestSettings settings, Clock clock) {
        return new Submissions(log, live, settings, clock);
    }

    @Bean
    RouterFunction<ServerResponse> chatRoutes(ChatReads reads, Submissions submissions, RestSettings settings) {
        var controller = new ChatController(reads, submissions, settings);
        var one = ChatController.CONVERSATIONS + "/{id}";
        return RouterFunctions.route()
                .GET(ChatController.CONVERSATIONS, controller::conversations)
                .POST(ChatController.CONVERSATIONS, controller::create)
                .GET(one, controller::conversation)
                .GET(one + "/messages", controller::messages)
                .POST(one + "/messages", controller::send)
                .GET(one + "/events", controller::events)
                .GET(ChatController.SEARCH, controller::search)
                .build();
    }
}
