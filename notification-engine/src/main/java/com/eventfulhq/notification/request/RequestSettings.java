package com.eventfulhq.notification.request;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a request may hold, and how a feed is read.
 *
 * @param maxVariables   variables of one request
 * @param maxNameLength  characters of a variable's name
 * @param maxValueLength characters of a variable's value
 * @param feed           a person's own notifications
 */
@ConfigurationProperties("eventful.notification.request")
public record RequestSettings(
        @DefaultValue("64") int maxVariables,
        @DefaultValue("100") int maxNameLength,
        @DefaultValue("4096") int maxValueLength,
        @DefaultValue Feed feed) {

    /**
     * A person's own notifications.
     *
     * @param page    notifications of one page, if the reader does not say
     * @param maxPage most notifications of one page
     */
    public record Feed(
            @DefaultValue("50") int page,
            @DefaultValue("100") int maxPage) {}
}
