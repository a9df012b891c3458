package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where everything is.
 *
 * @param root of the source tree, packaged
 * @param data state, keys and logs of this house
 */
public record Place(Path root, Path data) {

    public static Place of(Path root, Path data) throws IOException {
        var place = new Place(
                root.toAbsolutePath().normalize(), data.toAbsolutePath().normalize());
        Files.createDirectories(place.logs());
        Files.createDirectories(place.pids());
        return place;
    }

    Path logs() {
        return data.resolve("logs");
    }

    Path pids() {
        return data.resolve("run");
    }

    Path contract() {
        return data.resolve("standalone.json");
    }

    Path key() {
        return data.resolve("keys").resolve("signing-key.json");
    }

    Path jwks() {
        return data.resolve("keys").resolve("jwks.json");
    }

    /** The extracted program of a service: {@code app.jar} with its libraries beside it, and its AOT cache if it was trained. */
    Path program(String service) {
        return root.resolve(service).resolve("target").resolve("program");
    }
}
