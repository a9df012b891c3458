package com.eventfulhq.notification.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Receipts that wait for their delivery.
 *
 * @param parkedFor   how long one waits before it is given up
 * @param sweepEvery  pause between looks for parked receipts whose delivery has come meanwhile
 * @param sweepAtMost most parked receipts one look takes up
 */
@ConfigurationProperties("eventful.notification.parked")
public record ParkingSettings(
        @DefaultValue("8d") Duration parkedFor,
        @DefaultValue("2s") Duration sweepEvery,
        @DefaultValue("500") int sweepAtMost) {}
