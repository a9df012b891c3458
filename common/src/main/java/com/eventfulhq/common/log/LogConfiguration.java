package com.eventfulhq.common.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the log for a service that imports it: one {@link EventLog}, and {@link LogReaders} to make readers with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogSettings.class)
public class LogConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EventLog eventLog(LogSettings settings, MeterRegistry registry) {
        var log = new EventLog(settings);
        registry.gauge("eventful.log.in.flight.bytes", log, EventLog::inFlightBytes);
        return log;
    }

    /** Component {@code log} of the health endpoint. */
    @Bean
    LogHealth logHealthIndicator(LogSettings settings) {
        return new LogHealth(settings);
    }

    @Bean
    LogReaders logReaders(LogSettings settings, EventLog log, MeterRegistry registry, Clock clock) {
        return new LogReaders(settings, log, registry, clock);
    }
}
