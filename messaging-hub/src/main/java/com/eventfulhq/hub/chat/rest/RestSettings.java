package com.eventfulhq.hub.chat.rest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Chats over REST.
 *
 * @param timeout    longest time a write waits for its answer; then whether it was done is not known
 * @param maxWaiting writes that may wait for their answers; one more is refused as unavailable
 * @param page       conversations of one page, if the reader does not say
 * @param maxPage    most of one page
 */
@ConfigurationProperties("eventful.chat.rest")
record RestSettings(
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("2000") int maxWaiting,
        @DefaultValue("50") int page,
        @DefaultValue("100") int maxPage) {}
