package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.testcontainers.containers.GenericContainer;

/** One container on a port of our choice: with a port of the engine's choice, it would return on another one. */
final class ContainerServer {

    private static final Duration START = Duration.ofSeconds(60);

    private final GenericContainer<?> container;
    private final Callable<?> question;

    private ContainerServer(GenericContainer<?> container, Callable<?> question) {
        this.container = container;
        this.question = question;
    }

    /**
     * Starts it for the first time.
     *
     * @param question fails as long as the server does not answer
     */
    static ContainerServer start(GenericContainer<?> container, int port, int inside, Callable<?> question)
            throws IOException {
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + inside));
        container.start();
        var server = new ContainerServer(container, question);
        server.awaitAnswer();
        return server;
    }

    void start() throws IOException {
        if (!container.isRunning()) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        }
        awaitAnswer();
    }

    void stop() {
        if (container.isRunning()) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    private void awaitAnswer() throws IOException {
        if (!Waiting.until(START, this::answers)) {
            throw new IOException(
                    "%s: no answer within %d s".formatted(container.getDockerImageName(), START.toSeconds()));
        }
    }

    private boolean answers() {
        try {
            var unused = question.call();
            return true;
        } catch (Exception notYet) {
            return false;
        }
    }
}
