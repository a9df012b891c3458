package com.eventfulhq.common.chat;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How our services know one another. {@code /internal/**} is never routed from outside.
 *
 * @param secret bearer token between the services, at least 32 characters; empty: what is internal is refused
 */
@ConfigurationProperties("eventful.internal")
public record InternalSettings(@DefaultValue("") String secret) {}
