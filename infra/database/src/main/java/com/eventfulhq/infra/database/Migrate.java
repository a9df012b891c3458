package com.eventfulhq.infra.database;

import java.net.URI;
import java.util.Map;

/**
 * Migrates as a step of its own in a deployment, before any service starts.
 *
 * <p>Environment: {@code EVENTFUL_DATABASE_URL} ({@code postgresql://host:port/database}, a {@code jdbc:} or
 * {@code r2dbc:} before it is fine), {@code EVENTFUL_DATABASE_USER}, {@code EVENTFUL_DATABASE_PASSWORD}, and
 * {@code EVENTFUL_GATEWAY_PASSWORD}, {@code EVENTFUL_MESSAGING_HUB_PASSWORD},
 * {@code EVENTFUL_NOTIFICATION_ENGINE_PASSWORD}. Exit code 0: current; 1: refused or failed, with one sentence.
 */
public final class Migrate {

    private static final int DEFAULT_PORT = 5432;

    private Migrate() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        try {
            var environment = System.getenv();
            var address = address(environment);
            var applied = Migrator.migrate(address, passwords(environment));
            System.out.println("database " + address + ": current, " + applied + " migrations applied");
        } catch (RuntimeException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    static DatabaseAddress address(Map<String, String> environment) {
        var text = required(environment, "EVENTFUL_DATABASE_URL").replaceFirst("^(jdbc|r2dbc):", "");
        var url = URI.create(text);
        if (!"postgresql".equals(url.getScheme())
                || url.getHost() == null
                || url.getPath().length() < 2) {
            // What was found is not repeated: it may hold a password.
            throw new IllegalArgumentException(
                    "EVENTFUL_DATABASE_URL: not an address (expected: postgresql://host:port/database)");
        }
        return new DatabaseAddress(
                url.getHost(),
                url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
                url.getPath().substring(1),
                required(environment, "EVENTFUL_DATABASE_USER"),
                required(environment, "EVENTFUL_DATABASE_PASSWORD"));
    }

    static RolePasswords passwords(Map<String, String> environment) {
        return new RolePasswords(
                required(environment, "EVENTFUL_GATEWAY_PASSWORD"),
                required(environment, "EVENTFUL_MESSAGING_HUB_PASSWORD"),
                required(environment, "EVENTFUL_NOTIFICATION_ENGINE_PASSWORD"));
    }

    private static String required(Map<String, String> environment, String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + ": not set (expected: a value in the environment)");
        }
        return value;
    }
}
