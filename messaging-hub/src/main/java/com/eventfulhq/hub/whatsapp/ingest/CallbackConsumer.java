package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes callbacks off the log, batch by batch, one writer per key. */
@Configuration(proxyBeanMethods = false)
class CallbackConsumer {

    private static final String GROUP = "hub.ingest";

    @Bean
    LogReader callbackReader(LogReaders readers, Ingest ingest) {
        return readers.read(Topics.WHATSAPP_CALLBACKS, GROUP, ingest::ingest);
    }
}
