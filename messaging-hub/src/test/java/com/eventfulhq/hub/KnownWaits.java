package com.eventfulhq.hub;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Where a non-blocking thread may wait after all, and why that is bearable. */
public final class KnownWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder
                // Locks of the producer's buffer, held for a few instructions; it never waits for room or metadata
                // here.
                .allowBlockingCallsInside("org.apache.kafka.clients.producer.KafkaProducer", "send")
                // First use of a class reads its jar.
                .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                .allowBlockingCallsInside("java.util.ServiceLoader$LazyClassPathLookupIterator", "hasNext")
                // A random UUID reads the system's entropy, which has long been ready.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // The console is written under a lock.
                .allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
    }
}
