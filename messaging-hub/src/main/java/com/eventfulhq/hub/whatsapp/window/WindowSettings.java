package com.eventfulhq.hub.whatsapp.window;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The customer-service window.
 *
 * @param length        how long an inbound message opens it, from the message's own time; Meta's rule is 24 h
 * @param closingBefore how long before its end it is announced as closing
 * @param announceEvery pause between looks for windows to announce
 * @param announceAtMost most windows one look announces per bucket
 * @param refillEvery   pause between refills of Redis from PostgreSQL
 * @param refillAhead   a refill takes windows that end within this time
 * @param refillAtMost  most windows of one refill
 */
@ConfigurationProperties("eventful.whatsapp.window")
public record WindowSettings(
        @DefaultValue("24h") Duration length,
        @DefaultValue("1h") Duration closingBefore,
        @DefaultValue("1s") Duration announceEvery,
        @DefaultValue("200") int announceAtMost,
        @DefaultValue("1m") Duration refillEvery,
        @DefaultValue("2h") Duration refillAhead,
        @DefaultValue("20000") int refillAtMost) {}
