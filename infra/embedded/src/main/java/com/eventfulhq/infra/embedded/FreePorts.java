package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
final class FreePorts {

    private FreePorts() {}

    static int any() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IllegalStateException("%s: port %d is taken (expected: free)".formatted(server, port), e);
        }
    }
}
