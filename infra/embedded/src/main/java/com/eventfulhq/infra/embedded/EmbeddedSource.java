package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Servers from Maven artifacts, on random ports, in a directory that goes with them. */
final class EmbeddedSource implements TestServerSource {

    private final Path directory;
    private final Guard guard;

    EmbeddedSource() throws IOException {
        directory = Files.createTempDirectory("eventful-test-");
        guard = Guard.deletes(directory);
    }

    @Override
    public PostgresServer postgres() throws IOException {
        return PostgresNode.start(directory, 0, Durability.FAST);
    }

    @Override
    public RedisServer redis() throws IOException {
        return RedisNode.start(directory, 0, Durability.FAST);
    }

    @Override
    public KafkaServer kafka() throws IOException {
        return KafkaNode.start(directory, 0, KafkaFlush.PAGE_CACHE);
    }

    /** Not waited for: to delete the files of many databases may take longer than a JVM is given to end. */
    @Override
    public void forget() {
        guard.dismiss();
    }
}
