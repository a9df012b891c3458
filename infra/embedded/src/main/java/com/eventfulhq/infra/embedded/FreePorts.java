package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address.
 *
 * <p>Random ones come from below the range the kernel takes for outgoing connections: a server that is stopped for a while must
 * find its port free when it returns.
 */
final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    /** Of this process, each once: several servers start side by side, and one takes its port only a moment after it was chosen. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    static int any() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between %d and %d".formatted(LOWEST, HIGHEST));
    }

    /** The port asked for, or any free one for 0. */
    static int orAny(int port) {
        return port == 0 ? any() : port;
    }

    /**
     * Refuses a port somebody else holds, before a server fails on it with a stack trace.
     *
     * @throws IllegalStateException if it is taken
     */
    static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new IllegalStateException(
                    "%s: port %d is taken (expected: free); stop what listens there, or choose another port"
                            .formatted(server, port));
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
