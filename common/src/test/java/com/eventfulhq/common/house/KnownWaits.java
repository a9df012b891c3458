package com.eventfulhq.common.house;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Where a non-blocking thread may wait after all, and why that is bearable. For the tests of every module. */
public final class KnownWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder
                // Locks of the producer's buffer, held for a few instructions; and, once the log is back from being
                // away, where its
                // topics are now: at most a tenth of a second.
                .allowBlockingCallsInside("org.apache.kafka.clients.producer.KafkaProducer", "send")
                // Whoever writes to Redis waits while a lost connection's waiting commands are moved to the new one. An
                // exception
                // inside would leave the lock taken for ever.
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive")
                // Netty's pool of buffers grows under contention; what it grew from is given back once nobody is
                // within it, which is a few instructions.
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "free")
                // First use of a class reads its jar.
                .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                .allowBlockingCallsInside("java.util.ServiceLoader$LazyClassPathLookupIterator", "hasNext")
                // A random UUID reads the system's entropy, which has long been ready.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // The console is written under a lock.
                .allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
    }
}
