package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads requests from the log. */
@Configuration(proxyBeanMethods = false)
class RequestConsumer {

    private static final String GROUP = "engine.request";

    @Bean
    LogReader requestReader(LogReaders readers, Intake intake) {
        return readers.read(Topics.NOTIFICATION_REQUESTS, GROUP, intake);
    }
}
