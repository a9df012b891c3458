package com.eventfulhq.infra.standalone;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

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

    /** A file with its process id for each process, written when it starts. */
    public Path pids() {
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

    /** On the command line of every JVM of this data directory, to know them again. */
    String mark() {
        return "-Deventful.house=" + data;
    }

    /** Where the AOT cache of a program is, if it was trained. */
    Path cache(String program) {
        return root.resolve("infra/standalone/target/aot").resolve(program + ".aot");
    }

    /** The jars of this module: a class path of jars only, always in the same order, as an AOT cache needs it. */
    String classPath() throws IOException {
        var target = root.resolve("infra/standalone/target");
        try (var own = Files.newDirectoryStream(target, "infra-standalone-*.jar");
                var libraries = Files.list(target.resolve("lib"))) {
            var jars = new ArrayList<String>();
            own.forEach(jar -> jars.add(jar.toString()));
            libraries.map(Path::toString).sorted().forEach(jars::add);
            return String.join(File.pathSeparator, jars);
        }
    }

    /** The extracted program of a service: {@code app.jar} with its libraries beside it. */
    Path program(String service) {
        return root.resolve(service).resolve("target").resolve("program");
    }
}
