package com.eventfulhq.hub.chat.push;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Notices of unread messages.
 *
 * @param delay    how long a message may stay unread before somebody is notified
 * @param every    pause between two looks
 * @param overlap  how far a look goes back before the last one: longer than a message takes from its time to its commit
 * @param lookBack how far the first look goes back: longer than a hub may be away
 * @param batch    most people notified at once
 * @param validity how long a notice is worth telling
 */
@ConfigurationProperties("eventful.chat.push")
public record PushSettings(
        @DefaultValue("30s") Duration delay,
        @DefaultValue("5s") Duration every,
        @DefaultValue("20s") Duration overlap,
        @DefaultValue("10m") Duration lookBack,
        @DefaultValue("500") int batch,
        @DefaultValue("24h") Duration validity) {}
