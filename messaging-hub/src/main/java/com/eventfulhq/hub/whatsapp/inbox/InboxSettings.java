package com.eventfulhq.hub.whatsapp.inbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What agents read.
 *
 * @param page    conversations or messages of one page, if the reader does not say
 * @param maxPage most of one page
 */
@ConfigurationProperties("eventful.whatsapp.inbox")
record InboxSettings(
        @DefaultValue("50") int page, @DefaultValue("100") int maxPage) {}
