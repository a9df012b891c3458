package com.eventfulhq.hub.chat.read;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Reading of chats.
 *
 * @param concurrency statements on the database at a time, of all readers together; the writers need connections too
 * @param waiting     statements that may wait for their turn; one more is refused as unavailable
 * @param together    asks of one kind that are answered with one statement
 * @param maxBody     bytes of the largest request with asks
 */
@ConfigurationProperties("eventful.chat.read")
record ReadSettings(
        @DefaultValue("4") int concurrency,
        @DefaultValue("2000") int waiting,
        @DefaultValue("64") int together,
        @DefaultValue("1MB") DataSize maxBody) {}
