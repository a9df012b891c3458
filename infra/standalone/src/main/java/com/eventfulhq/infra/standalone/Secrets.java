package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * What this house and the simulated Meta know of each other; made once per data directory.
 *
 * @param appSecret        signs callbacks
 * @param verifyToken      of the handshake
 * @param accessToken      of the Graph API
 * @param databasePassword of the three service roles
 */
record Secrets(String appSecret, String verifyToken, String accessToken, String databasePassword) {

    static Secrets of(Place place) throws IOException {
        var file = place.data().resolve("keys").resolve("secrets.properties");
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        } else {
            Files.createDirectories(file.getParent());
            var text = new StringBuilder();
            for (var name : new String[] {"app", "verify", "access", "database"}) {
                text.append(name).append('=').append(random()).append('\n');
            }
            Keys.writePrivate(file, text.toString());
            properties.load(new java.io.StringReader(text.toString()));
        }
        return new Secrets(
                properties.getProperty("app"),
                properties.getProperty("verify"),
                properties.getProperty("access"),
                properties.getProperty("database"));
    }

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
