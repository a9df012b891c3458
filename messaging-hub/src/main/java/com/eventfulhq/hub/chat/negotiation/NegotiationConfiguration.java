package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.hub.chat.log.ThreadKind;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Negotiations of bookings. */
@Configuration(proxyBeanMethods = false)
class NegotiationConfiguration {

    /** After the others: what no other kind has taken is looked up among the bookings, and not the other way round. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ThreadKind negotiations() {
        return new Negotiations(new BookingEvents(new DomainEvents(EventCatalogue.load())));
    }

    @Bean
    RouterFunction<ServerResponse> exportRoutes(Database database, Clock clock) {
        var controller = new ExportController(new Exports(database, clock));
        return RouterFunctions.route()
                .GET(ExportController.PATH, controller::export)
                .build();
    }
}
