package com.eventfulhq.infra.embedded;

import java.io.IOException;

/** Where the servers of a test run come from. Each is asked for once, at the same time as the others. */
sealed interface TestServerSource permits EmbeddedSource, ContainerSource {

    String CHOICE = "eventful.test.servers";

    /** By the system property {@value #CHOICE}: {@code embedded}, which is the default, or {@code containers}. */
    static TestServerSource chosen() throws IOException {
        var choice = System.getProperty(CHOICE, "embedded");
        return switch (choice) {
            case "embedded" -> new EmbeddedSource();
            case "containers" -> new ContainerSource();
            default ->
                throw new IllegalArgumentException(
                        "%s: %s (expected: embedded or containers)".formatted(CHOICE, choice));
        };
    }

    PostgresServer postgres() throws IOException;

    RedisServer redis() throws IOException;

    KafkaServer kafka() throws IOException;

    /** All servers have been stopped for good: nothing of them is kept. */
    void forget() throws IOException;
}
