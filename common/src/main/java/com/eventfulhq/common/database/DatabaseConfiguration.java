package com.eventfulhq.common.database;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the database for a service that imports it; the pool itself is Spring Boot's ({@code spring.r2dbc.*}). */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    @Bean
    Database database(ConnectionFactory connections) {
        return new Database(connections);
    }
}
