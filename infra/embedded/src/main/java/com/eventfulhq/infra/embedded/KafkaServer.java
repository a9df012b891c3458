package com.eventfulhq.infra.embedded;

import java.io.IOException;

/** A Kafka of a test run, wherever it comes from. Port and log outlast a stop. */
public interface KafkaServer {

    String bootstrapServers();

    /** Starts again after {@link #stop()}; returns when it answers. */
    void start() throws IOException;

    /** Stops the broker; the log stays. */
    void stop();
}
