package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * What this house and the simulated Meta know of each other; made once per data directory.
 *
 * @param appSecret        signs callbacks
 * @param verifyToken      of the handshake
 * @param accessToken      of the Graph API
 * @param databasePassword of the three service roles
 * @param internal         between gateway and hub
 */
record Secrets(String appSecret, String verifyToken, String accessToken, String databasePassword, String internal) {

    private static final List<String> NAMES = List.of("app", "verify", "access", "database", "internal");

    static Secrets of(Place place) throws IOException {
        var file = place.data().resolve("keys").resolve("secrets.properties");
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        if (!properties.stringPropertyNames().containsAll(NAMES)) {
            Files.createDirectories(file.getParent());
            complete(properties);
            Keys.writePrivate(file, text(properties));
        }
        return new Secrets(
                properties.getProperty("app"),
                properties.getProperty("verify"),
                properties.getProperty("access"),
                properties.getProperty("database"),
                properties.getProperty("internal"));
    }

    /** A data directory of an earlier version lacks what came later. */
    private static void complete(Properties properties) {
        for (var name : NAMES) {
            properties.computeIfAbsent(name, missing -> random());
        }
    }

    private static String text(Properties properties) {
        var text = new StringBuilder();
        for (var name : NAMES) {
            text.append(name).append('=').append(properties.getProperty(name)).append('\n');
        }
        return text.toString();
    }

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
