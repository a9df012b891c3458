package com.eventfulhq.hub.whatsapp.message;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Statuses that wait for their message.
 *
 * @param parkedFor   how long one waits before it is given up; Meta repeats for seven days
 * @param sweepEvery  pause between looks for parked statuses whose message has come meanwhile
 * @param sweepAtMost most parked statuses one look takes up
 * @param lookAtMost  most parked statuses one look examines; the next look goes on from there
 */
@ConfigurationProperties("eventful.whatsapp.parked")
public record MessageSettings(
        @DefaultValue("8d") Duration parkedFor,
        @DefaultValue("2s") Duration sweepEvery,
        @DefaultValue("500") int sweepAtMost,
        @DefaultValue("5000") int lookAtMost) {}
