package com.eventfulhq.common.redis;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** Opens connections of their own for publish and subscribe. Whoever opens one closes it. */
public interface PubSubLines {

    /**
     * Opens one, which mends itself and takes up its subscriptions again by itself. Waits for it, so never to be called on an
     * event loop.
     *
     * @throws RuntimeException if Redis cannot be reached now
     */
    StatefulRedisPubSubConnection<String, byte[]> open();
}
