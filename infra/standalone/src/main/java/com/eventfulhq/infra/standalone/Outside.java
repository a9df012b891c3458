package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.database.DatabaseAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers that somebody else runs. What is given here is used and not started.
 *
 * @param postgres {@code EVENTFUL_POSTGRES_URL}: {@code postgresql://admin:password@host:port/database}
 * @param redis    {@code EVENTFUL_REDIS_URL}: {@code redis://host:port}
 * @param kafka    {@code EVENTFUL_KAFKA_BOOTSTRAP}: {@code host:port,…}
 */
record Outside(
        @Nullable DatabaseAddress postgres,
        @Nullable URI redis,
        @Nullable String kafka) {

    private static final int POSTGRES_PORT = 5432;

    static Outside of(Map<String, String> environment) {
        return new Outside(
                postgres(environment.getOrDefault("EVENTFUL_POSTGRES_URL", "")),
                redis(environment.getOrDefault("EVENTFUL_REDIS_URL", "")),
                kafka(environment.getOrDefault("EVENTFUL_KAFKA_BOOTSTRAP", "")));
    }

    private static @Nullable DatabaseAddress postgres(String text) {
        if (text.isBlank()) {
            return null;
        }
        var matcher = java.util.regex.Pattern.compile(
                        "postgres(?:ql)?://([^:@/]+):([^@/]+)@([^:/]+)(?::(\\d{1,5}))?/([^/?]+)")
                .matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "EVENTFUL_POSTGRES_URL: not an address (expected: postgresql://admin:password@host:port/database)");
        }
        int port = matcher.group(4) == null ? POSTGRES_PORT : Integer.parseInt(matcher.group(4));
        return new DatabaseAddress(matcher.group(3), port, matcher.group(5), matcher.group(1), matcher.group(2));
    }

    private static @Nullable URI redis(String text) {
        if (text.isBlank()) {
            return null;
        }
        if (!text.matches("redis://[^:/@]+:\\d{1,5}/?")) {
            throw new IllegalArgumentException("EVENTFUL_REDIS_URL: not an address (expected: redis://host:port)");
        }
        return URI.create(text);
    }

    private static @Nullable String kafka(String text) {
        if (text.isBlank()) {
            return null;
        }
        if (!text.matches("[^:,]+:\\d{1,5}(,[^:,]+:\\d{1,5})*")) {
            throw new IllegalArgumentException(
                    "EVENTFUL_KAFKA_BOOTSTRAP: not a list of addresses (expected: host:port,host:port)");
        }
        return text;
    }
}
