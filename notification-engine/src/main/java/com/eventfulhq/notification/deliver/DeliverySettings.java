package com.eventfulhq.notification.deliver;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deliveries leave.
 *
 * @param liveConcurrency recipients told at the same time, per reader
 */
@ConfigurationProperties("eventful.notification.deliver")
public record DeliverySettings(@DefaultValue("16") int liveConcurrency) {}
