package com.eventfulhq.infra.standalone;

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

    private static int port(Map<String, String> environment, String name, int standard) {
        var given = environment.get(PREFIX + name);
        if (given == null || given.isBlank()) {
            return standard;
        }
        if (!given.matches("\\d{1,5}") || Integer.parseInt(given) > 65_535) {
            throw new IllegalArgumentException(PREFIX + name + ": found " + given + " (expected: 1 to 65535)");
        }
        return Integer.parseInt(given);
    }
}
