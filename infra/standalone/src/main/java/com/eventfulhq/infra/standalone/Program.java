package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a process is started.
 *
 * @param name        of its log and its pid file
 * @param command     the whole command line
 * @param environment beside this process's own
 * @param port        where it listens
 * @param ready       where it says that it is ready: a path on its port, or empty if an open port is enough
 * @param patience    how long it may take to end when it is asked to
 */
record Program(
        String name, List<String> command, Map<String, String> environment, int port, String ready, Duration patience) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of each process. The whole house shares the machine: more loops would not take in more, only wake each other. */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final String READINESS = "/actuator/health/readiness";

    /** One of our services, from its extracted jar. */
    static Program service(
            Place place, Aot aot, String name, int port, int heapMegabytes, Map<String, String> properties) {
        var command = java(place, aot, name, heapMegabytes);
        // Hardly anything outlives its message: a large young generation is collected seldom, and nearly all of it is
        // free then.
        command.add("-XX:NewRatio=1");
        command.addAll(List.of("-jar", place.program(name).resolve("app.jar").toString()));
        // In the environment, because everybody on a machine can read command lines, and there are secrets among them.
        var settings = JSON.createObjectNode().put("server.port", port);
        properties.forEach(settings::put);
        return new Program(
                name, command, Map.of("SPRING_APPLICATION_JSON", settings.toString()), port, READINESS, aot.patience());
    }

    /** A class of this module or its libraries. */
    static Program main(
            Place place, Aot aot, String name, int port, int heapMegabytes, Class<?> main, String... arguments)
            throws IOException {
        var command = java(place, aot, name, heapMegabytes);
        command.addAll(
                List.of("-Dlogback.configurationFile=servers-logback.xml", "-cp", place.classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return new Program(name, command, Map.of(), port, "", aot.patience());
    }

    Program with(Map<String, String> more, String readyPath) {
        return new Program(name, command, more, port, readyPath, patience);
    }

    /** The flags every JVM of the house gets; an AOT cache is only valid under the flags it was trained with. */
    private static List<String> java(Place place, Aot aot, String name, int heapMegabytes) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(place.mark());
        command.addAll(aot.flags(place.cache(name)));
        command.addAll(List.of(
                "-Xms" + heapMegabytes + "m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dreactor.netty.ioWorkerCount=" + EVENT_LOOPS,
                "-Dio.netty.leakDetection.level=disabled"));
        return command;
    }
}
