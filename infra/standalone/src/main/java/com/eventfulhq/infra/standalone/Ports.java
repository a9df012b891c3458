package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Ports on the loopback address; each can be set in the environment, for example {@code EVENTFUL_PORT_GATEWAY}. */
public record Ports(int gateway, int hub, int engine, int simulator, int postgres, int redis, int kafka) {

    private static final String PREFIX = "EVENTFUL_PORT_";

    static Ports of(Map<String, String> environment) {
        return new Ports(
                port(environment, "GATEWAY", 8080),
                port(environment, "HUB", 8081),
                port(environment, "ENGINE", 8082),
                port(environment, "SIMULATOR", 8090),
                port(environment, "POSTGRES", 15432),
                port(environment, "REDIS", 16379),
                port(environment, "KAFKA", 19092));
    }

    /** Ports nobody uses just now, for a house beside another one. */
    public static Map<String, String> spare() throws IOException {
        var environment = new HashMap<String, String>();
        for (var name : new String[] {"GATEWAY", "HUB", "ENGINE", "SIMULATOR", "POSTGRES", "REDIS", "KAFKA"}) {
            environment.put(PREFIX + name, Integer.toString(spareOne()));
        }
        return environment;
    }

    static int spareOne() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Refuses a port somebody else holds before anything is started. PostgreSQL and Redis look for themselves, once they have
     * ended what an unclean stop left behind.
     *
     * @throws IllegalStateException naming the first port that is taken
     */
    void requireFree(Outside outside) {
        requireFree("GATEWAY", gateway);
        requireFree("HUB", hub);
        requireFree("ENGINE", engine);
        requireFree("SIMULATOR", simulator);
        if (outside.kafka() == null) {
            requireFree("KAFKA", kafka);
        }
    }

    private static void requireFree(String name, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " is taken (expected: free, or another one in " + PREFIX + name + ")", e);
        }
    }

    private static int port(Map<String, String> environment, String name, int standard) {
        var given = environment.get(PREFIX + name);
        if (given == null || given.isBlank()) {
            return standard;
        }
        if (!given.matches("\\d{1,5}") || Integer.parseInt(given) > 65_535 || Integer.parseInt(given) == 0) {
            throw new IllegalArgumentException(PREFIX + name + ": found " + given + " (expected: 1 to 65535)");
        }
        return Integer.parseInt(given);
    }
}
