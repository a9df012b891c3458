package com.eventfulhq.notification;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Where a non-blocking thread may wait after all, and why that is bearable. */
public final class KnownWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // Locks of the producer's buffer, held for a few instructions; and, once the log has come back from being away,
        // where
        // its topics are now: at most a tenth of a second.
        builder.allowBlockingCallsInside("org.apache.kafka.clients.producer.KafkaProducer", "send");
    }
}
